using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Identity.Persistence.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Alerts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "is_new_browser",
                table: "browser_sessions",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "dispute_tickets",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    normalized_address = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    kind = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dispute_tickets", x => x.id);
                    table.ForeignKey(
                        name: "fk_dispute_tickets_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "failed_sign_ins",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ip_address = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    hour = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    count = table.Column<int>(type: "integer", nullable: false),
                    last_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_failed_sign_ins", x => x.id);
                    table.ForeignKey(
                        name: "fk_failed_sign_ins_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "former_emails",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    address = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    normalized_address = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    removed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_former_emails", x => x.id);
                    table.ForeignKey(
                        name: "fk_former_emails_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "known_browsers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    first_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_known_browsers", x => x.id);
                    table.ForeignKey(
                        name: "fk_known_browsers_users_user_id",
                        column: x => x.user_id,
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_dispute_tickets_expires_at",
                table: "dispute_tickets",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_dispute_tickets_hash",
                table: "dispute_tickets",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_dispute_tickets_user_id",
                table: "dispute_tickets",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_failed_sign_ins_last_at",
                table: "failed_sign_ins",
                column: "last_at");

            migrationBuilder.CreateIndex(
                name: "ix_failed_sign_ins_user_id_hour_ip_address",
                table: "failed_sign_ins",
                columns: new[] { "user_id", "hour", "ip_address" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_former_emails_removed_at",
                table: "former_emails",
                column: "removed_at");

            migrationBuilder.CreateIndex(
                name: "ix_former_emails_user_id_normalized_address",
                table: "former_emails",
                columns: new[] { "user_id", "normalized_address" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_known_browsers_last_seen_at",
                table: "known_browsers",
                column: "last_seen_at");

            migrationBuilder.CreateIndex(
                name: "ix_known_browsers_user_id_hash",
                table: "known_browsers",
                columns: new[] { "user_id", "hash" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "dispute_tickets");

            migrationBuilder.DropTable(
                name: "failed_sign_ins");

            migrationBuilder.DropTable(
                name: "former_emails");

            migrationBuilder.DropTable(
                name: "known_browsers");

            migrationBuilder.DropColumn(
                name: "is_new_browser",
                table: "browser_sessions");
        }
    }
}
