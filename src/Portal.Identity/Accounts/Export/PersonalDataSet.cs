using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Portal.Identity.Persistence;

namespace Portal.Identity.Accounts.Export;

/// <summary>One table of what is stored about a person, and what of it they are given.</summary>
/// <param name="Name">Of the member in the document.</param>
/// <param name="Entity">What a row is.</param>
public abstract record PersonalDataSet(string Name, Type Entity)
{
    /// <summary>Properties that are not given: secrets, and what says nothing.</summary>
    public IReadOnlyList<string> Withheld { get; init; } = [];

    /// <summary>The only properties that are given, of a row that is not about the person; all others without.</summary>
    public IReadOnlyList<string>? Only { get; init; }

    /// <summary>What is given, by the names of the columns. Bytes never are: they are hashes.</summary>
    public IEnumerable<IProperty> FieldsOf(IModel model) => model.FindEntityType(Entity)!.GetProperties().Where(property =>
        !property.IsShadowProperty() && property.ClrType != typeof(byte[]) && !Withheld.Contains(property.Name) && Only?.Contains(property.Name) != false);

    /// <summary>The rows about this person, the oldest first.</summary>
    public abstract Task<IReadOnlyList<object>> ReadAsync(PortalDbContext database, Guid userId, CancellationToken cancellationToken);

    /// <param name="rows">Of this person.</param>
    public static PersonalDataSet Of<T>(string name, Func<PortalDbContext, Guid, IQueryable<T>> rows)
        where T : class => new Table<T>(name, rows);

    private sealed record Table<T>(string Name, Func<PortalDbContext, Guid, IQueryable<T>> Rows) : PersonalDataSet(Name, typeof(T))
        where T : class
    {
        public override async Task<IReadOnlyList<object>> ReadAsync(PortalDbContext database, Guid userId, CancellationToken cancellationToken) =>
            await Rows(database, userId).AsNoTracking().ToListAsync(cancellationToken);
    }
}
