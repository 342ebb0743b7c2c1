using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Identity.Persistence.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Legacy : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "legacy_sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    browser_session_id = table.Column<Guid>(type: "uuid", nullable: true),
                    device_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    human_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    is_synapse_admin = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    user_agent = table.Column<string>(type: "text", nullable: true),
                    last_active_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_active_ip = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_legacy_sessions", x => x.id);
                    table.ForeignKey(
                        name: "fk_legacy_sessions_browser_sessions_browser_session_id",
                        column: x => x.browser_session_id,
                        principalTable: "browser_sessions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_legacy_sessions_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "legacy_access_tokens",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_legacy_access_tokens", x => x.id);
                    table.ForeignKey(
                        name: "fk_legacy_access_tokens_legacy_sessions_session_id",
                        column: x => x.session_id,
                        principalTable: "legacy_sessions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "sso_logins",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    redirect_uri = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    fulfilled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    browser_session_id = table.Column<Guid>(type: "uuid", nullable: true),
                    exchanged_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    legacy_session_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sso_logins", x => x.id);
                    table.CheckConstraint("ck_sso_logins_exchanged", "exchanged_at IS NULL OR (fulfilled_at IS NOT NULL AND legacy_session_id IS NOT NULL)");
                    table.CheckConstraint("ck_sso_logins_token", "fulfilled_at IS NULL OR token_hash IS NOT NULL");
                    table.ForeignKey(
                        name: "fk_sso_logins_browser_sessions_browser_session_id",
                        column: x => x.browser_session_id,
                        principalTable: "browser_sessions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_sso_logins_legacy_sessions_legacy_session_id",
                        column: x => x.legacy_session_id,
                        principalTable: "legacy_sessions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "legacy_refresh_tokens",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    access_token_id = table.Column<Guid>(type: "uuid", nullable: true),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    consumed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_legacy_refresh_tokens", x => x.id);
                    table.ForeignKey(
                        name: "fk_legacy_refresh_tokens_legacy_access_tokens_access_token_id",
                        column: x => x.access_token_id,
                        principalTable: "legacy_access_tokens",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_legacy_refresh_tokens_legacy_sessions_session_id",
                        column: x => x.session_id,
                        principalTable: "legacy_sessions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_legacy_access_tokens_expires_at",
                table: "legacy_access_tokens",
                column: "expires_at",
                filter: "expires_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_legacy_access_tokens_hash",
                table: "legacy_access_tokens",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_legacy_access_tokens_session_id",
                table: "legacy_access_tokens",
                column: "session_id");

            migrationBuilder.CreateIndex(
                name: "ix_legacy_refresh_tokens_access_token_id",
                table: "legacy_refresh_tokens",
                column: "access_token_id");

            migrationBuilder.CreateIndex(
                name: "ix_legacy_refresh_tokens_consumed_at",
                table: "legacy_refresh_tokens",
                column: "consumed_at",
                filter: "consumed_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_legacy_refresh_tokens_hash",
                table: "legacy_refresh_tokens",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_legacy_refresh_tokens_session_id",
                table: "legacy_refresh_tokens",
                column: "session_id");

            migrationBuilder.CreateIndex(
                name: "ix_legacy_sessions_browser_session_id",
                table: "legacy_sessions",
                column: "browser_session_id");

            migrationBuilder.CreateIndex(
                name: "ix_legacy_sessions_finished_at",
                table: "legacy_sessions",
                column: "finished_at",
                filter: "finished_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_legacy_sessions_last_active_at",
                table: "legacy_sessions",
                column: "last_active_at",
                filter: "last_active_ip IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_legacy_sessions_user_id_finished_at_id",
                table: "legacy_sessions",
                columns: new[] { "user_id", "finished_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_sso_logins_browser_session_id",
                table: "sso_logins",
                column: "browser_session_id");

            migrationBuilder.CreateIndex(
                name: "ix_sso_logins_created_at",
                table: "sso_logins",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_sso_logins_legacy_session_id",
                table: "sso_logins",
                column: "legacy_session_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sso_logins_token_hash",
                table: "sso_logins",
                column: "token_hash",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "legacy_refresh_tokens");

            migrationBuilder.DropTable(
                name: "sso_logins");

            migrationBuilder.DropTable(
                name: "legacy_access_tokens");

            migrationBuilder.DropTable(
                name: "legacy_sessions");
        }
    }
}
