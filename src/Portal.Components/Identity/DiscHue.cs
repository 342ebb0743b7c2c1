namespace Portal.Components.Identity;

/// <summary>The colour of an account's disc: always the same for the same Matrix ID.</summary>
public static class DiscHue
{
    private const int Hues = 6;

    /// <returns>1 to 6: the sum of the code points of the Matrix ID modulo 6, plus 1.</returns>
    public static int Of(string matrixId)
    {
        var sum = 0L;
        foreach (var codePoint in matrixId.EnumerateRunes())
        {
            sum += codePoint.Value;
        }

        return (int)(sum % Hues) + 1;
    }
}
