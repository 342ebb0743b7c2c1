using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Identity.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Accounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_oauth_sessions_user_id",
                table: "oauth_sessions");

            migrationBuilder.DropIndex(
                name: "ix_browser_sessions_user_id",
                table: "browser_sessions");

            migrationBuilder.AddColumn<long>(
                name: "deletion_due_at",
                table: "users",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "display_name",
                table: "users",
                type: "TEXT",
                maxLength: 255,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "erasure_requested",
                table: "users",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "language",
                table: "users",
                type: "TEXT",
                maxLength: 35,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "password_changed_at",
                table: "users",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "display_name",
                table: "user_registrations",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "token_id",
                table: "user_registrations",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "human_name",
                table: "oauth_sessions",
                type: "TEXT",
                maxLength: 256,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "browser_session_id",
                table: "email_verifications",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "user_id",
                table: "email_verifications",
                type: "BLOB",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "registration_tokens",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    invited_by = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    usage_limit = table.Column<int>(type: "INTEGER", nullable: true),
                    times_used = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    last_used_at = table.Column<long>(type: "INTEGER", nullable: true),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: true),
                    revoked_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_registration_tokens", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "retired_signing_keys",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    public_key = table.Column<string>(type: "TEXT", nullable: false),
                    retired_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_retired_signing_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "user_recovery_sessions",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    normalized_email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    ip_address = table.Column<string>(type: "TEXT", nullable: true),
                    user_agent = table.Column<string>(type: "TEXT", nullable: true),
                    language = table.Column<string>(type: "TEXT", maxLength: 35, nullable: false),
                    continuation = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    consumed_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_recovery_sessions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "user_recovery_tickets",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    session_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    message_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_recovery_tickets", x => x.id);
                    table.ForeignKey(
                        name: "fk_user_recovery_tickets_user_recovery_sessions_session_id",
                        column: x => x.session_id,
                        principalTable: "user_recovery_sessions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_user_recovery_tickets_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_oauth_sessions_user_id_finished_at_id",
                table: "oauth_sessions",
                columns: new[] { "user_id", "finished_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_email_verifications_user_id",
                table: "email_verifications",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_browser_sessions_user_id_finished_at_id",
                table: "browser_sessions",
                columns: new[] { "user_id", "finished_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_registration_tokens_text",
                table: "registration_tokens",
                column: "text",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_user_recovery_sessions_created_at",
                table: "user_recovery_sessions",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_user_recovery_tickets_hash",
                table: "user_recovery_tickets",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_user_recovery_tickets_message_id_user_id",
                table: "user_recovery_tickets",
                columns: new[] { "message_id", "user_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_user_recovery_tickets_session_id",
                table: "user_recovery_tickets",
                column: "session_id");

            migrationBuilder.CreateIndex(
                name: "ix_user_recovery_tickets_user_id",
                table: "user_recovery_tickets",
                column: "user_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "registration_tokens");

            migrationBuilder.DropTable(
                name: "retired_signing_keys");

            migrationBuilder.DropTable(
                name: "user_recovery_tickets");

            migrationBuilder.DropTable(
                name: "user_recovery_sessions");

            migrationBuilder.DropIndex(
                name: "ix_oauth_sessions_user_id_finished_at_id",
                table: "oauth_sessions");

            migrationBuilder.DropIndex(
                name: "ix_email_verifications_user_id",
                table: "email_verifications");

            migrationBuilder.DropIndex(
                name: "ix_browser_sessions_user_id_finished_at_id",
                table: "browser_sessions");

            migrationBuilder.DropColumn(
                name: "deletion_due_at",
                table: "users");

            migrationBuilder.DropColumn(
                name: "display_name",
                table: "users");

            migrationBuilder.DropColumn(
                name: "erasure_requested",
                table: "users");

            migrationBuilder.DropColumn(
                name: "language",
                table: "users");

            migrationBuilder.DropColumn(
                name: "password_changed_at",
                table: "users");

            migrationBuilder.DropColumn(
                name: "display_name",
                table: "user_registrations");

            migrationBuilder.DropColumn(
                name: "token_id",
                table: "user_registrations");

            migrationBuilder.DropColumn(
                name: "human_name",
                table: "oauth_sessions");

            migrationBuilder.DropColumn(
                name: "browser_session_id",
                table: "email_verifications");

            migrationBuilder.DropColumn(
                name: "user_id",
                table: "email_verifications");

            migrationBuilder.CreateIndex(
                name: "ix_oauth_sessions_user_id",
                table: "oauth_sessions",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_browser_sessions_user_id",
                table: "browser_sessions",
                column: "user_id");
        }
    }
}
