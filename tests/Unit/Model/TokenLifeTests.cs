using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Model;

/// <summary>Whatever happens to tokens, in whatever order: the portal answers as the model does. <see cref="Dice.SeedVariable"/> chooses other scripts than the usual ones.</summary>
public abstract class TokenLifeTests(DatabaseProvider engine, int scripts) : StorageTest(engine)
{
    private const int Length = 60;

    [Fact]
    public async Task The_portal_does_what_the_model_says()
    {
        var processes = Processes();
        for (var number = 0; number < scripts; number++)
        {
            var commands = TokenScript.Write(Dice.Of(Dice.Seed, number), Length);
            if (await TokenScript.FindDifferenceAsync(commands, processes) is { } difference)
            {
                Assert.Fail($"{Dice.SeedVariable}={Dice.Seed}, script {number}:\n{await TokenScript.ShrinkAsync(commands, processes, difference)}");
            }
        }

        foreach (var other in processes.Where(process => process != Host))
        {
            await other.DisposeAsync();
        }
    }

    public sealed class OnSqlite() : TokenLifeTests(DatabaseProvider.Sqlite, 200);

    public sealed class OnPostgres() : TokenLifeTests(DatabaseProvider.PostgreSql, 60);
}
