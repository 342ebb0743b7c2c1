using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Identity.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class DeviceCodeGrants : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "device_code_grants",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    client_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    scope = table.Column<string>(type: "TEXT", nullable: false),
                    user_code = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    device_code_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ip_address = table.Column<string>(type: "TEXT", nullable: true),
                    user_agent = table.Column<string>(type: "TEXT", nullable: true),
                    locale = table.Column<string>(type: "TEXT", nullable: true),
                    fulfilled_at = table.Column<long>(type: "INTEGER", nullable: true),
                    rejected_at = table.Column<long>(type: "INTEGER", nullable: true),
                    browser_session_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    exchanged_at = table.Column<long>(type: "INTEGER", nullable: true),
                    oauth_session_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    polled_at = table.Column<long>(type: "INTEGER", nullable: true),
                    interval_seconds = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_device_code_grants", x => x.id);
                    table.CheckConstraint("ck_device_code_grants_decided", "fulfilled_at IS NULL OR rejected_at IS NULL");
                    table.CheckConstraint("ck_device_code_grants_exchanged", "exchanged_at IS NULL OR (fulfilled_at IS NOT NULL AND oauth_session_id IS NOT NULL)");
                    table.ForeignKey(
                        name: "fk_device_code_grants_browser_sessions_browser_session_id",
                        column: x => x.browser_session_id,
                        principalTable: "browser_sessions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_device_code_grants_clients_client_id",
                        column: x => x.client_id,
                        principalTable: "clients",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_device_code_grants_oauth_sessions_oauth_session_id",
                        column: x => x.oauth_session_id,
                        principalTable: "oauth_sessions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_device_code_grants_browser_session_id",
                table: "device_code_grants",
                column: "browser_session_id");

            migrationBuilder.CreateIndex(
                name: "ix_device_code_grants_client_id",
                table: "device_code_grants",
                column: "client_id");

            migrationBuilder.CreateIndex(
                name: "ix_device_code_grants_created_at",
                table: "device_code_grants",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_device_code_grants_device_code_hash",
                table: "device_code_grants",
                column: "device_code_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_device_code_grants_oauth_session_id",
                table: "device_code_grants",
                column: "oauth_session_id");

            migrationBuilder.CreateIndex(
                name: "ix_device_code_grants_user_code",
                table: "device_code_grants",
                column: "user_code",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "device_code_grants");
        }
    }
}
