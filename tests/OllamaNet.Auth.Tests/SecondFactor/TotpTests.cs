using System.Text;
using OllamaNet.Auth.SecondFactor;
using Xunit;

namespace OllamaNet.Auth.Tests.SecondFactor;

public sealed class TotpTests
{
    /// <summary>The secret of the examples of RFC 4226 and RFC 6238.</summary>
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void Codes_are_the_last_six_digits_of_those_in_RFC_6238(long seconds, string eightDigits) =>
        Assert.Equal(eightDigits[2..], Totp.Code(Secret, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    [Fact]
    public void Codes_are_those_in_RFC_4226() =>
        Assert.Equal(
            ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"],
            Enumerable.Range(0, 10).Select(counter => Totp.Code(Secret, counter)));

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_clock_may_be_one_step_off(int steps, bool taken)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        var step = Totp.StepAt(now) + steps;

        Assert.Equal(taken ? step : null, Totp.Match(Secret, Totp.Code(Secret, step), now, 0));
    }

    [Fact]
    public void Neither_a_step_that_was_taken_nor_one_before_it_is_taken_again()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        var step = Totp.StepAt(now);

        Assert.Null(Totp.Match(Secret, Totp.Code(Secret, step), now, step));
        Assert.Null(Totp.Match(Secret, Totp.Code(Secret, step - 1), now, step));
        Assert.Equal(step + 1, Totp.Match(Secret, Totp.Code(Secret, step + 1), now, step));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Secrets_are_written_as_in_RFC_4648(string secret, string text) => Assert.Equal(text, Totp.Encode(Encoding.ASCII.GetBytes(secret)));

    [Fact]
    public void A_name_cannot_add_to_the_address_that_the_app_reads() =>
        Assert.Equal("otpauth://totp/OllamaNet:a%26secret%3DB?secret=AA&issuer=OllamaNet&algorithm=SHA1&digits=6&period=30", Totp.Uri("a&secret=B", "AA"));

    [Fact]
    public void Recovery_codes_are_read_however_they_are_typed()
    {
        var code = RecoveryCode.Make();

        Assert.Matches("^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$", code);
        Assert.Equal(RecoveryCode.Clean(code), RecoveryCode.Clean($" {code.ToUpperInvariant().Replace("-", " ", StringComparison.Ordinal)} "));
    }
}
