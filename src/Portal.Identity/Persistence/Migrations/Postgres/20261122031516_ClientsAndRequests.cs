using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Identity.Persistence.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ClientsAndRequests : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "claims",
                table: "oauth_sessions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "document_fetched_at",
                table: "clients",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "document_fresh_until",
                table: "clients",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "id_url",
                table: "clients",
                type: "character varying(2048)",
                maxLength: 2048,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_pkce_exempt",
                table: "clients",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "require_pushed_authorization_requests",
                table: "clients",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "claims",
                table: "authorization_grants",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "subject",
                table: "authorization_grants",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "pushed_authorization_requests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    client_id = table.Column<Guid>(type: "uuid", nullable: false),
                    uri_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    parameters = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    grant_id = table.Column<Guid>(type: "uuid", nullable: true)
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
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_used_jwts", x => x.hash);
                });

            migrationBuilder.CreateIndex(
                name: "ix_clients_id_url",
                table: "clients",
                column: "id_url",
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
                name: "pushed_authorization_requests");

            migrationBuilder.DropTable(
                name: "used_jwts");

            migrationBuilder.DropIndex(
                name: "ix_clients_id_url",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "claims",
                table: "oauth_sessions");

            migrationBuilder.DropColumn(
                name: "document_fetched_at",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "document_fresh_until",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "id_url",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "is_pkce_exempt",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "require_pushed_authorization_requests",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "claims",
                table: "authorization_grants");

            migrationBuilder.DropColumn(
                name: "subject",
                table: "authorization_grants");
        }
    }
}
