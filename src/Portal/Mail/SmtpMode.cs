namespace Portal.Mail;

/// <summary>When the connection to the mail server becomes encrypted.</summary>
internal enum SmtpMode
{
    /// <summary>Never. Port 25 unless another is set.</summary>
    Plain,

    /// <summary>Before anything of worth is sent, or the mail stays here (RFC 3207). Port 587 unless another is set.</summary>
    StartTls,

    /// <summary>From the first byte (RFC 8314 §3.3). Port 465 unless another is set.</summary>
    Tls,
}
