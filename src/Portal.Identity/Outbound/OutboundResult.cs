using System.Diagnostics.CodeAnalysis;

namespace Portal.Identity.Outbound;

/// <summary>A document, or why there is none.</summary>
public sealed class OutboundResult
{
    private OutboundResult(OutboundDocument? document, OutboundFailure? failure, string reason, int? status) =>
        (Document, Failure, Reason, Status) = (document, failure, reason, status);

    [MemberNotNullWhen(true, nameof(Document))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool Succeeded => Document is not null;

    public OutboundDocument? Document { get; }

    public OutboundFailure? Failure { get; }

    /// <summary>For the operator: a few words of ours, none of the other server's.</summary>
    public string Reason { get; }

    /// <summary>What the server answered, if that was the failure.</summary>
    public int? Status { get; }

    public static OutboundResult Of(OutboundDocument document) => new(document, null, "", null);

    public static OutboundResult Failed(OutboundFailure failure, string reason, int? status = null) => new(null, failure, reason, status);
}
