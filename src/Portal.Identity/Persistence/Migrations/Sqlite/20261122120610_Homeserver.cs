using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Identity.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Homeserver : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "subject_id",
                table: "outbox",
                type: "BLOB",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_outbox_subject_id",
                table: "outbox",
                column: "subject_id",
                filter: "subject_id IS NOT NULL AND completed_at IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_outbox_subject_id",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "subject_id",
                table: "outbox");
        }
    }
}
