using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Tests.Unit.Support;

/// <summary>Does the work of a browser.</summary>
internal static class ProofOfWorkSolver
{
    /// <summary>The answer; with <paramref name="fits"/> false, a number that does not solve it.</summary>
    public static string Solve(string challenge, int bits, bool fits = true)
    {
        for (var number = 0; ; number++)
        {
            var answer = string.Create(CultureInfo.InvariantCulture, $"{challenge}:{number}");
            var hash = SHA256.HashData(Encoding.ASCII.GetBytes(answer));
            if (BitOperations.LeadingZeroCount(BitConverter.ToUInt64([.. hash.Take(8).Reverse()])) >= bits == fits)
            {
                return answer;
            }
        }
    }
}
