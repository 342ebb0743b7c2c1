using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Identity.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Retention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_user_registrations_email_verifications_email_verification_id",
                table: "user_registrations");

            migrationBuilder.DropIndex(
                name: "ix_oauth_sessions_finished_at",
                table: "oauth_sessions");

            migrationBuilder.DropIndex(
                name: "ix_browser_sessions_finished_at",
                table: "browser_sessions");

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

            migrationBuilder.AddForeignKey(
                name: "fk_user_registrations_email_verifications_email_verification_id",
                table: "user_registrations",
                column: "email_verification_id",
                principalTable: "email_verifications",
                principalColumn: "id",
                onDelete: ReferentialAction.SetNull);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_user_registrations_email_verifications_email_verification_id",
                table: "user_registrations");

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
                name: "ix_browser_sessions_finished_at",
                table: "browser_sessions");

            migrationBuilder.DropIndex(
                name: "ix_browser_sessions_last_active_at",
                table: "browser_sessions");

            migrationBuilder.DropIndex(
                name: "ix_access_tokens_revoked_at",
                table: "access_tokens");

            migrationBuilder.CreateIndex(
                name: "ix_oauth_sessions_finished_at",
                table: "oauth_sessions",
                column: "finished_at");

            migrationBuilder.CreateIndex(
                name: "ix_browser_sessions_finished_at",
                table: "browser_sessions",
                column: "finished_at");

            migrationBuilder.AddForeignKey(
                name: "fk_user_registrations_email_verifications_email_verification_id",
                table: "user_registrations",
                column: "email_verification_id",
                principalTable: "email_verifications",
                principalColumn: "id");
        }
    }
}
