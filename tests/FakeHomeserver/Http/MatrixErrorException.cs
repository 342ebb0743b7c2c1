using System.Text.Json.Nodes;

namespace Portal.Tests.FakeHomeserver.Http;

/// <summary>Ends a request with an error of the Matrix protocol.</summary>
internal sealed class MatrixErrorException(Answer answer) : Exception(answer.Body?.ToJsonString())
{
    public MatrixErrorException(int status, string code, string text)
        : this(Answer.Error(status, code, text))
    {
    }

    public Answer Answer { get; } = answer;

    public static MatrixErrorException UserNotFound() => new(404, "M_NOT_FOUND", "User not found");

    public static MatrixErrorException Unrecognized(int status = 404) => new(status, "M_UNRECOGNIZED", "Unrecognized request");

    public static MatrixErrorException MissingToken() => new(401, "M_MISSING_TOKEN", "Missing access token");

    public static MatrixErrorException MissingParameter(string name) => new(400, "M_MISSING_PARAM", $"Missing parameter: {name}");

    public static MatrixErrorException InvalidParameter(string text) => new(400, "M_INVALID_PARAM", text);

    public static MatrixErrorException UnknownToken(string text) => new(new Answer(401, new JsonObject { ["errcode"] = "M_UNKNOWN_TOKEN", ["error"] = text, ["soft_logout"] = false }));
}
