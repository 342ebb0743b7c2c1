using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Identity.Persistence.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class KeyBinding : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "key_thumbprint",
                table: "oauth_sessions",
                type: "character varying(43)",
                maxLength: 43,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "dpop_bound_access_tokens",
                table: "clients",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "key_thumbprint",
                table: "authorization_grants",
                type: "character varying(43)",
                maxLength: 43,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "key_thumbprint",
                table: "oauth_sessions");

            migrationBuilder.DropColumn(
                name: "dpop_bound_access_tokens",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "key_thumbprint",
                table: "authorization_grants");
        }
    }
}
