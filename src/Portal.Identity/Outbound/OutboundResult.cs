using System.Diagnostics.CodeAnalysis;

namespace Portal.Identity.Outbound;

/// <summary>A document, or why there is none.</summary>
public sealed class OutboundResult
{
    private OutboundResult(OutboundDocument? document, OutboundFailure? failure, string reason) => (Document, Failure, Reason) = (document, failure, reason);

    [MemberNotNullWhen(true, nameof(Document))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool Succeeded => Document is not null;

    public OutboundDocument? Document { get; }

    public OutboundFailure? Failure { get; }

    /// <summary>For the operator: a few words of ours, none of the other server's.</summary>
    public string Reason { get; }

    public static OutboundResult Of(OutboundDocument document) => new(document, null, "");

    public static OutboundResult Failed(OutboundFailure failure, string reason) => new(null, failure, reason);
}
