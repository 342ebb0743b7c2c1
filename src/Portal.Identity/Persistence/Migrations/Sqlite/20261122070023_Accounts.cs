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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "registration_tokens");

            migrationBuilder.DropTable(
                name: "retired_signing_keys");

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
