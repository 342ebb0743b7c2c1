using Microsoft.AspNetCore.Identity;
using Portal.Identity.Accounts.Passwords;
using Portal.Identity.Protocol;
using Portal.Tests.Unit.Identity.Accounts.Passwords;
using Xunit;

namespace Portal.Tests.Unit.Attacks;

public sealed class PasswordAttacks
{
    private static readonly PasswordSchemes Schemes = new(new SecretGenerator(), hasArgon2: false);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A45_A_name_that_nobody_has_is_checked_at_the_cost_of_a_real_password(bool hasArgon2)
    {
        var schemes = hasArgon2 ? PasswordSchemesTests.WithArgon2() : Schemes;
        Assert.True(PhcString.TryParse(schemes.Hash("correct horse"), out var real));

        Assert.True(PhcString.TryParse(schemes.NobodysHash, out var nobodys));

        Assert.Equal((real.Id, real.Version, real.Salt.Length, real.Hash.Length), (nobodys.Id, nobodys.Version, nobodys.Salt.Length, nobodys.Hash.Length));
        Assert.Equal(real.Parameters, nobodys.Parameters);
        Assert.Equal(PasswordVerificationResult.Failed, schemes.VerifyNobody("correct horse"));
    }

    [Fact]
    public void A46_A_password_of_ten_megabytes_is_refused_before_hashing()
    {
        var password = new string('a', 10 * 1024 * 1024);
        // An Argon2id hash cannot be computed by these schemes: that there is no exception shows that nothing was.
        const string Stored = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

        Assert.Equal(PasswordRefusal.TooLong, PasswordText.Check(password));
        Assert.Equal(PasswordVerificationResult.Failed, Schemes.Verify(Stored, password));
        Assert.Throws<ArgumentException>(() => Schemes.Hash(password));
    }

    [Theory]
    [InlineData(55)] // bcrypt of some libraries
    [InlineData(72)] // bcrypt
    [InlineData(128)] // a block of SHA-512
    [InlineData(1023)]
    public void A46_A_password_is_not_cut_short_anywhere(int length)
    {
        var stored = Schemes.Hash(new string('a', length) + "x");

        Assert.Equal(PasswordVerificationResult.Failed, Schemes.Verify(stored, new string('a', length) + "y"));
        Assert.Equal(PasswordVerificationResult.Failed, Schemes.Verify(stored, new string('a', length)));
    }

    [Fact]
    public void A46_Argon2id_does_not_cut_a_password_short_either()
    {
        var schemes = PasswordSchemesTests.WithArgon2();
        var stored = schemes.Hash(new string('a', 1023) + "x");

        Assert.Equal(PasswordVerificationResult.Success, schemes.Verify(stored, new string('a', 1023) + "x"));
        Assert.Equal(PasswordVerificationResult.Failed, schemes.Verify(stored, new string('a', 1023) + "y"));
    }

    [Fact]
    public void A46_A_password_does_not_end_at_NUL()
    {
        var stored = Schemes.Hash("short");

        Assert.Equal(PasswordVerificationResult.Failed, Schemes.Verify(stored, "short\0anything"));
        Assert.Throws<ArgumentException>(() => Schemes.Hash("short\0anything"));
    }

    [Fact]
    public async Task A48_Of_200_sign_ins_at_once_two_are_hashed_64_wait_and_the_rest_are_sent_away_unhashed()
    {
        using var gate = PasswordGateTests.Gate(parallel: 2, waiting: 64);
        using var release = new ManualResetEventSlim();
        var (running, most, hashed) = (0, 0, 0);
        var callers = new Task<int>[200];

        Parallel.For(0, callers.Length, i => callers[i] = gate.RunAsync(Hash, CancellationToken.None).AsTask());
        var sentAway = callers.Where(caller => caller.IsCompleted).ToList();
        release.Set();
        foreach (var caller in callers.Except(sentAway))
        {
            await caller;
        }

        Assert.Equal(134, sentAway.Count);
        Assert.All(sentAway, caller => Assert.IsType<PasswordGateBusyException>(caller.Exception!.InnerException));
        Assert.Equal(66, hashed);
        Assert.InRange(most, 1, 2);

        int Hash()
        {
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            release.Wait();
            Interlocked.Decrement(ref running);
            return Interlocked.Increment(ref hashed);
        }
    }

    [Theory]
    [InlineData("$argon2id$v=19$m=2147483647,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=19$m=262145,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=19$m=256,t=2147483647,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=19$m=262144,t=5,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=19$m=262144,t=1,p=2147483647$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=19$m=262144,t=1,p=17$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$pbkdf2-sha512$i=2147483647$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$pbkdf2-sha512$i=99999999999$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$pbkdf2-sha512$i=0$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    public void A48_A_stored_hash_cannot_ask_for_gigabytes_or_minutes(string stored) =>
        Assert.Throws<PasswordHashException>(() => PasswordSchemesTests.WithArgon2().Verify(stored, "password"));

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); seen < value;)
        {
            var previous = Interlocked.CompareExchange(ref target, value, seen);
            seen = previous == seen ? value : previous;
        }
    }
}
