using System.Diagnostics.CodeAnalysis;

namespace Portal.Identity.Protocol;

/// <summary>What a Matrix client asked for, or why it does not get it. Faults of ours are exceptions and never come this way.</summary>
public sealed class MatrixResult<T>
{
    private MatrixResult(T? value, MatrixError? error) => (Value, Error) = (value, error);

    /// <summary>Whether <see cref="Value"/> is there; otherwise <see cref="Error"/> is.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Error is null;

    public T? Value { get; }

    public MatrixError? Error { get; }

    public static implicit operator MatrixResult<T>(T value) => new(value, null);

    public static implicit operator MatrixResult<T>(MatrixError error) => new(default, error);
}
