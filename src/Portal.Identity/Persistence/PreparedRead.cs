namespace Portal.Identity.Persistence;

/// <summary>A statement for <see cref="PreparedReads"/>, one object for as long as the process runs.</summary>
/// <param name="Sql">In words that both engines know; its parameters are <c>@p0</c>, <c>@p1</c> and so on.</param>
/// <param name="Read">Makes an answer of a row.</param>
internal sealed record PreparedRead<T>(string Sql, Func<StoredRow, T> Read)
    where T : class;
