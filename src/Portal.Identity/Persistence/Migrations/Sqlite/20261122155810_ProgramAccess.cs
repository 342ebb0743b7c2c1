using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Identity.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ProgramAccess : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "detail",
                table: "security_events",
                type: "TEXT",
                maxLength: 256,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "app_password_id",
                table: "legacy_sessions",
                type: "BLOB",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "app_passwords",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    last_used_at = table.Column<long>(type: "INTEGER", nullable: true),
                    finished_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_app_passwords", x => x.id);
                    table.ForeignKey(
                        name: "fk_app_passwords_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "personal_sessions",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    owner_user_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    owner_client_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    actor_user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    human_name = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    scope = table.Column<string>(type: "TEXT", nullable: false),
                    device_id = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    finished_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_active_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_active_ip = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_personal_sessions", x => x.id);
                    table.CheckConstraint("ck_personal_sessions_owner", "(owner_user_id IS NULL) <> (owner_client_id IS NULL)");
                    table.ForeignKey(
                        name: "fk_personal_sessions_clients_owner_client_id",
                        column: x => x.owner_client_id,
                        principalTable: "clients",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_personal_sessions_users_actor_user_id",
                        column: x => x.actor_user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_personal_sessions_users_owner_user_id",
                        column: x => x.owner_user_id,
                        principalTable: "users",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "personal_access_tokens",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    session_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: true),
                    revoked_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_personal_access_tokens", x => x.id);
                    table.ForeignKey(
                        name: "fk_personal_access_tokens_personal_sessions_session_id",
                        column: x => x.session_id,
                        principalTable: "personal_sessions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_legacy_sessions_app_password_id",
                table: "legacy_sessions",
                column: "app_password_id",
                filter: "app_password_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_app_passwords_finished_at",
                table: "app_passwords",
                column: "finished_at",
                filter: "finished_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_app_passwords_user_id_hash",
                table: "app_passwords",
                columns: new[] { "user_id", "hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_personal_access_tokens_hash",
                table: "personal_access_tokens",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_personal_access_tokens_session_id",
                table: "personal_access_tokens",
                column: "session_id");

            migrationBuilder.CreateIndex(
                name: "ix_personal_access_tokens_working",
                table: "personal_access_tokens",
                column: "session_id",
                unique: true,
                filter: "revoked_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_personal_sessions_actor_user_id_finished_at_id",
                table: "personal_sessions",
                columns: new[] { "actor_user_id", "finished_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_personal_sessions_finished_at",
                table: "personal_sessions",
                column: "finished_at",
                filter: "finished_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_personal_sessions_last_active_at",
                table: "personal_sessions",
                column: "last_active_at",
                filter: "last_active_ip IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_personal_sessions_owner_client_id",
                table: "personal_sessions",
                column: "owner_client_id");

            migrationBuilder.CreateIndex(
                name: "ix_personal_sessions_owner_user_id",
                table: "personal_sessions",
                column: "owner_user_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "app_passwords");

            migrationBuilder.DropTable(
                name: "personal_access_tokens");

            migrationBuilder.DropTable(
                name: "personal_sessions");

            migrationBuilder.DropIndex(
                name: "ix_legacy_sessions_app_password_id",
                table: "legacy_sessions");

            migrationBuilder.DropColumn(
                name: "detail",
                table: "security_events");

            migrationBuilder.DropColumn(
                name: "app_password_id",
                table: "legacy_sessions");
        }
    }
}
