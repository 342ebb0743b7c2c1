using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Identity.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class OAuthComplete : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_oauth_sessions_finished_at",
                table: "oauth_sessions");

            migrationBuilder.DropIndex(
                name: "ix_browser_sessions_finished_at",
                table: "browser_sessions");

            migrationBuilder.AddColumn<long>(
                name: "announced_until",
                table: "signing_keys",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "claims",
                table: "oauth_sessions",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "key_thumbprint",
                table: "oauth_sessions",
                type: "TEXT",
                maxLength: 43,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "backchannel_logout_uri",
                table: "clients",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "document_fetched_at",
                table: "clients",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "document_fresh_until",
                table: "clients",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "dpop_bound_access_tokens",
                table: "clients",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "id_url",
                table: "clients",
                type: "TEXT",
                maxLength: 2048,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_pkce_exempt",
                table: "clients",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "logo_due_at",
                table: "clients",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "logo_fingerprint",
                table: "clients",
                type: "TEXT",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "post_logout_redirect_uris",
                table: "clients",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "require_pushed_authorization_requests",
                table: "clients",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "claims",
                table: "authorization_grants",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "key_thumbprint",
                table: "authorization_grants",
                type: "TEXT",
                maxLength: 43,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "subject",
                table: "authorization_grants",
                type: "BLOB",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "client_logos",
                columns: table => new
                {
                    client_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    png = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_client_logos", x => x.client_id);
                    table.ForeignKey(
                        name: "fk_client_logos_clients_client_id",
                        column: x => x.client_id,
                        principalTable: "clients",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

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

            migrationBuilder.CreateTable(
                name: "pushed_authorization_requests",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    client_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    uri_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    parameters = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    grant_id = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pushed_authorization_requests", x => x.id);
                    table.ForeignKey(
                        name: "fk_pushed_authorization_requests_authorization_grants_grant_id",
                        column: x => x.grant_id,
                        principalTable: "authorization_grants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_pushed_authorization_requests_clients_client_id",
                        column: x => x.client_id,
                        principalTable: "clients",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "used_jwts",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_used_jwts", x => x.hash);
                });

            migrationBuilder.CreateIndex(
                name: "ix_security_events_created_at",
                table: "security_events",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_refresh_tokens_consumed_at",
                table: "refresh_tokens",
                column: "consumed_at",
                filter: "consumed_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_refresh_tokens_revoked_at",
                table: "refresh_tokens",
                column: "revoked_at",
                filter: "revoked_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_completed_at",
                table: "outbox",
                column: "completed_at",
                filter: "completed_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_failed_at",
                table: "outbox",
                column: "failed_at",
                filter: "failed_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_oauth_sessions_finished_at",
                table: "oauth_sessions",
                column: "finished_at",
                filter: "finished_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_oauth_sessions_last_active_at",
                table: "oauth_sessions",
                column: "last_active_at",
                filter: "last_active_ip IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_clients_id_url",
                table: "clients",
                column: "id_url",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_browser_sessions_finished_at",
                table: "browser_sessions",
                column: "finished_at",
                filter: "finished_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_browser_sessions_last_active_at",
                table: "browser_sessions",
                column: "last_active_at",
                filter: "last_active_ip IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_access_tokens_revoked_at",
                table: "access_tokens",
                column: "revoked_at",
                filter: "revoked_at IS NOT NULL");

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

            migrationBuilder.CreateIndex(
                name: "ix_pushed_authorization_requests_client_id",
                table: "pushed_authorization_requests",
                column: "client_id");

            migrationBuilder.CreateIndex(
                name: "ix_pushed_authorization_requests_expires_at",
                table: "pushed_authorization_requests",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_pushed_authorization_requests_grant_id",
                table: "pushed_authorization_requests",
                column: "grant_id");

            migrationBuilder.CreateIndex(
                name: "ix_pushed_authorization_requests_uri_hash",
                table: "pushed_authorization_requests",
                column: "uri_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_used_jwts_expires_at",
                table: "used_jwts",
                column: "expires_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "client_logos");

            migrationBuilder.DropTable(
                name: "device_code_grants");

            migrationBuilder.DropTable(
                name: "pushed_authorization_requests");

            migrationBuilder.DropTable(
                name: "used_jwts");

            migrationBuilder.DropIndex(
                name: "ix_security_events_created_at",
                table: "security_events");

            migrationBuilder.DropIndex(
                name: "ix_refresh_tokens_consumed_at",
                table: "refresh_tokens");

            migrationBuilder.DropIndex(
                name: "ix_refresh_tokens_revoked_at",
                table: "refresh_tokens");

            migrationBuilder.DropIndex(
                name: "ix_outbox_completed_at",
                table: "outbox");

            migrationBuilder.DropIndex(
                name: "ix_outbox_failed_at",
                table: "outbox");

            migrationBuilder.DropIndex(
                name: "ix_oauth_sessions_finished_at",
                table: "oauth_sessions");

            migrationBuilder.DropIndex(
                name: "ix_oauth_sessions_last_active_at",
                table: "oauth_sessions");

            migrationBuilder.DropIndex(
                name: "ix_clients_id_url",
                table: "clients");

            migrationBuilder.DropIndex(
                name: "ix_browser_sessions_finished_at",
                table: "browser_sessions");

            migrationBuilder.DropIndex(
                name: "ix_browser_sessions_last_active_at",
                table: "browser_sessions");

            migrationBuilder.DropIndex(
                name: "ix_access_tokens_revoked_at",
                table: "access_tokens");

            migrationBuilder.DropColumn(
                name: "announced_until",
                table: "signing_keys");

            migrationBuilder.DropColumn(
                name: "claims",
                table: "oauth_sessions");

            migrationBuilder.DropColumn(
                name: "key_thumbprint",
                table: "oauth_sessions");

            migrationBuilder.DropColumn(
                name: "backchannel_logout_uri",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "document_fetched_at",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "document_fresh_until",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "dpop_bound_access_tokens",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "id_url",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "is_pkce_exempt",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "logo_due_at",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "logo_fingerprint",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "post_logout_redirect_uris",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "require_pushed_authorization_requests",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "claims",
                table: "authorization_grants");

            migrationBuilder.DropColumn(
                name: "key_thumbprint",
                table: "authorization_grants");

            migrationBuilder.DropColumn(
                name: "subject",
                table: "authorization_grants");

            migrationBuilder.CreateIndex(
                name: "ix_oauth_sessions_finished_at",
                table: "oauth_sessions",
                column: "finished_at");

            migrationBuilder.CreateIndex(
                name: "ix_browser_sessions_finished_at",
                table: "browser_sessions",
                column: "finished_at");
        }
    }
}
