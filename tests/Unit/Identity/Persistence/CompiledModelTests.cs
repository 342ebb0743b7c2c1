using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Portal.Identity.Persistence;
using Portal.Tests.Unit.Support;
using Xunit;

namespace Portal.Tests.Unit.Identity.Persistence;

public sealed class CompiledModelTests
{
    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task The_compiled_model_is_in_use_and_says_what_the_configurations_say(DatabaseProvider engine)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(engine);
        await using var context = database.Open();

        var built = context.GetService<IModelSource>().GetModel(context, context.GetService<ModelCreationDependencies>(), designTime: false);

        Assert.Contains(".CompiledModels.", context.Model.GetType().FullName, StringComparison.Ordinal);
        Assert.NotSame(built, context.Model);
        Assert.True(Describe(built) == Describe(context.Model), "The model has changed; make the compiled ones anew (CONTRIBUTING.md, “Changing the database”).\n" + FirstDifference(Describe(built), Describe(context.Model)));
    }

    private static string Describe(IModel model) => model.ToDebugString(MetadataDebugStringOptions.LongDefault);

    private static string FirstDifference(string built, string compiled)
    {
        var (left, right) = (built.Split('\n'), compiled.Split('\n'));
        return left.Zip(right).Where(lines => lines.First != lines.Second).Select(lines => $"{lines.First}\n{lines.Second}").FirstOrDefault() ?? $"{left.Length:D} lines, {right.Length:D} lines";
    }
}
