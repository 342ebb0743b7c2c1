using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Identity.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class KnownNetworks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "known_networks",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    first_seen_at = table.Column<long>(type: "INTEGER", nullable: false),
                    last_seen_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_known_networks", x => x.id);
                    table.ForeignKey(
                        name: "fk_known_networks_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_known_networks_last_seen_at",
                table: "known_networks",
                column: "last_seen_at");

            migrationBuilder.CreateIndex(
                name: "ix_known_networks_user_id_hash",
                table: "known_networks",
                columns: new[] { "user_id", "hash" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "known_networks");
        }
    }
}
