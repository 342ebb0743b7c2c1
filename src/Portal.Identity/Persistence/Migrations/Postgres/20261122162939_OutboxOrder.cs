using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Identity.Persistence.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class OutboxOrder : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_outbox_due_at",
                table: "outbox");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_due_at_id",
                table: "outbox",
                columns: new[] { "due_at", "id" },
                filter: "completed_at IS NULL AND failed_at IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_outbox_due_at_id",
                table: "outbox");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_due_at",
                table: "outbox",
                column: "due_at",
                filter: "completed_at IS NULL AND failed_at IS NULL");
        }
    }
}
