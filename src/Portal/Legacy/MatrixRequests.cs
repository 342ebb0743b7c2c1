using System.Text.Json;
using Microsoft.Net.Http.Headers;
using Portal.Hosting;
using Portal.Identity.Protocol;
using Portal.OAuth;

namespace Portal.Legacy;

/// <summary>Reads what a Matrix client sends, before anybody looks at what it means (compat contract, section 2).</summary>
internal static class MatrixRequests
{
    private const string BearerScheme = "Bearer ";
    private static readonly JsonSerializerOptions Strict = new() { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <summary>The members of the body that are known; others are ignored.</summary>
    /// <param name="absent">What stands for a body that is not there at all; without, there must be one.</param>
    public static async Task<MatrixResult<T>> ReadMatrixJsonAsync<T>(this HttpRequest request, T? absent = null)
        where T : class
    {
        if (!IsJson(request.ContentType))
        {
            return MatrixError.WrongContentType;
        }

        try
        {
            return await ReadAsync(request, absent);
        }
        catch (BadHttpRequestException bad) when (bad.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return MatrixError.TooLarge;
        }
        catch (IOException)
        {
            return MatrixError.Unreadable;
        }
    }

    /// <summary>What the request proves itself with; none if it has no such header. Never from the query: addresses end up in logs.</summary>
    public static string? ReadAccessToken(this HttpRequest request) =>
        request.Authorization() is { } header && header.StartsWith(BearerScheme, StringComparison.OrdinalIgnoreCase) ? header[BearerScheme.Length..].Trim() : null;

    // Many clients send none.
    private static bool IsJson(string? contentType) =>
        string.IsNullOrEmpty(contentType)
        || (MediaTypeHeaderValue.TryParse(contentType, out var type) && type.Type.Equals("application", StringComparison.OrdinalIgnoreCase)
            && (type.SubType.Equals("json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)));

    private static async Task<MatrixResult<T>> ReadAsync<T>(HttpRequest request, T? absent)
        where T : class
    {
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(request.HttpContext.RequestAborted);
            if (read.Buffer.Length > RequestLimits.MaxBodyLength)
            {
                reader.AdvanceTo(read.Buffer.End);
                return MatrixError.TooLarge;
            }

            if (read.IsCompleted)
            {
                var parsed = absent is not null && read.Buffer.IsEmpty && string.IsNullOrEmpty(request.ContentType) ? absent : Parse<T>(read.Buffer);
                reader.AdvanceTo(read.Buffer.End);
                return parsed;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static MatrixResult<T> Parse<T>(System.Buffers.ReadOnlySequence<byte> body)
        where T : class
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return MatrixError.NotJson;
        }

        using (document)
        {
            try
            {
                return document.Deserialize<T>(Strict) is { } members ? members : MatrixError.BadJson;
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException) // the latter: half of a character
            {
                return MatrixError.BadJson;
            }
        }
    }
}
