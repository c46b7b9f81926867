using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using OllamaNet.Auth.Login;
using OllamaNet.Auth.Users;
using OllamaNet.Testing;
using Xunit;

namespace OllamaNet.Auth.Tests;

public sealed class LoginTests(AuthHost shared) : IClassFixture<AuthHost>
{
    private readonly TestHost host = shared.Host;

    [Theory]
    [InlineData("{0}")]
    [InlineData("{0}@example.org")]
    [InlineData("{0}@EXAMPLE.org")]
    public async Task Name_or_address_with_the_password_sign_in(string login)
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());

        using var again = await host.LogInAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, login, user.UserName));

        Assert.Equal(user.Id, again.Id);
        Assert.NotEqual(user.AccessToken, again.AccessToken);
        Assert.Equal(HttpStatusCode.OK, await host.MeAsync(again.AccessToken));
    }

    [Fact]
    public async Task Unknown_user_and_wrong_password_get_the_same_answer()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());

        using var wrong = await host.PostAsync("login", new { login = user.UserName, password = "not the password at all" });
        using var unknown = await host.PostAsync("login", new { login = AuthHost.NewName(), password = "not the password at all" });

        var wrongProblem = await wrong.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "wrong-credentials");
        var unknownProblem = await unknown.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "wrong-credentials");
        Assert.Equal(wrongProblem.Text("detail"), unknownProblem.Text("detail"));
        Assert.Equal(wrong.Headers.Select(h => h.Key), unknown.Headers.Select(h => h.Key));
    }

    [Fact]
    public async Task An_unknown_user_costs_as_many_hashes_as_a_known_one()
    {
        var hasher = new CountingHasher();
        await using var counted = await TestHost.StartAsync(AuthHost.NoLimits, builder => builder.Services.AddSingleton<IPasswordHasher<User>>(hasher));
        using var user = await counted.SignUpAsync("ada");

        using var wrong = await counted.PostAsync("login", new { login = "ada", password = "not the password at all" });
        var known = hasher.TakeComparisons();
        using var nobody = await counted.PostAsync("login", new { login = "eve", password = "not the password at all" });
        var unknown = hasher.TakeComparisons();

        Assert.Single(known);
        Assert.Single(unknown);
        Assert.Equal(Cost(known[0]), Cost(unknown[0]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_five_wrong_passwords_a_login_rests_whether_or_not_it_exists(bool exists)
    {
        var login = AuthHost.NewName();
        if (exists) (await host.SignUpAsync(login)).Dispose();
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await host.PostAsync("login", new { login, password = "not the password at all" });
            await wrong.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "wrong-credentials");
        }

        using var sixth = await host.PostAsync("login", new { login = login.ToUpperInvariant(), password = TestUser.Password });

        await sixth.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "login-blocked");
        Assert.InRange(sixth.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 30);
    }

    [Fact]
    public async Task A_rest_ends_and_the_next_one_is_longer()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        await FailAsync(user.UserName, 5);
        shared.Clock.Advance(TimeSpan.FromSeconds(31));
        await FailAsync(user.UserName, 1);

        shared.Clock.Advance(TimeSpan.FromSeconds(31));
        using var early = await host.PostAsync("login", new { login = user.UserName, password = TestUser.Password });
        shared.Clock.Advance(TimeSpan.FromSeconds(30));
        using var later = await host.LogInAsync(user.UserName);

        await early.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "login-blocked");
        Assert.Equal(user.Id, later.Id);
    }

    [Fact]
    public async Task A_right_password_starts_the_count_again()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());
        await FailAsync(user.UserName, 4);
        (await host.LogInAsync(user.UserName)).Dispose();
        await FailAsync(user.UserName, 4);

        using var again = await host.LogInAsync(user.UserName);

        Assert.Equal(user.Id, again.Id);
    }

    [Fact]
    public async Task Guesses_at_the_same_time_are_all_counted()
    {
        using var user = await host.SignUpAsync(AuthHost.NewName());

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => host.PostAsync("login", new { login = user.UserName, password = "not the password at all" })));

        // Those that were being checked when the fifth failed may still have been answered.
        Assert.InRange(answers.Count(a => a.StatusCode == HttpStatusCode.Unauthorized), 5, 5 + Environment.ProcessorCount);
        Assert.All(answers, a => Assert.True(a.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public void Rests_grow_to_a_quarter_of_an_hour() =>
        Assert.Equal([30, 60, 120, 240, 480, 900, 900, 900], Enumerable.Range(5, 7).Append(200).Select(failures => LoginThrottle.RestAfter(failures).TotalSeconds));

    [Theory]
    [InlineData("""{"login":"","password":"x"}""")]
    [InlineData("""{"login":"ada"}""")]
    [InlineData("""{"login":"ada","password":"x","remember":true}""")]
    [InlineData("""{"login":["ada"],"password":"x"}""")]
    [InlineData("""{"login":"a\u0000da","password":"x"}""")]
    [InlineData("""{"login":"' OR 1=1 --\ud800","password":"x"}""")]
    public async Task Nonsense_is_refused(string body)
    {
        using var response = await host.PostJsonAsync("login", body);

        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("' OR 1=1 --")]
    [InlineData("%")]
    [InlineData("ada@")]
    [InlineData("@")]
    [InlineData("𝒶𝒹𝒶")]
    public async Task A_strange_login_is_a_wrong_one(string login)
    {
        using var response = await host.PostAsync("login", new { login, password = "not the password at all" });

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "wrong-credentials");
    }

    /// <summary>What decides how long a comparison takes: all of a hash but its salt and its result.</summary>
    private static string Cost(string hash) => Convert.ToHexString(Convert.FromBase64String(hash).AsSpan(0, 13));

    private async Task FailAsync(string login, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var wrong = await host.PostAsync("login", new { login, password = "not the password at all" });
            await wrong.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        }
    }

    private sealed class CountingHasher : PasswordHasher<User>
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> compared = new();

        public override PasswordVerificationResult VerifyHashedPassword(User user, string hashedPassword, string providedPassword)
        {
            compared.Enqueue(hashedPassword);
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }

        public string[] TakeComparisons()
        {
            string[] taken = [.. compared];
            compared.Clear();
            return taken;
        }
    }
}
