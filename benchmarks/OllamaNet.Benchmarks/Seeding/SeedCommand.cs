using System.Globalization;

namespace OllamaNet.Benchmarks.Seeding;

/// <summary><c>./bench seed --to CONNECTION --users N --messages N</c>: data to look at, in a database that has the schema.</summary>
internal static class SeedCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        string? to = null;
        var (users, messages, seed) = (1000, 1000, 1);
        for (var i = 1; i + 1 < args.Length; i += 2)
        {
            switch (args[i])
            {
                case "--to": to = args[i + 1]; break;
                case "--users": users = Number(args[i + 1]); break;
                case "--messages": messages = Number(args[i + 1]); break;
                case "--seed": seed = Number(args[i + 1]); break;
                default: to = null; i = args.Length; break;
            }
        }

        if (to is null)
        {
            Console.WriteLine("""
                Usage: ./bench seed --to CONNECTION [--users 1000] [--messages 1000] [--seed 1]

                Copies conversations of that many users, with that many messages each (ten a conversation), into a PostgreSQL database
                that has the schema ('ollamanet migrate'). The same numbers give the same rows. A message takes about 2.5 KB on disk.
                """);
            return 2;
        }

        await new SeedDatabase(to, seed).FillAsync(Users(users, messages, seed), Console.WriteLine);
        return 0;
    }

    public static List<SeedPlan> Users(int count, int messages, int seed)
    {
        var random = new Random(seed);
        Span<byte> bytes = stackalloc byte[16];
        List<SeedPlan> plans = [];
        for (var i = 0; i < count; i++)
        {
            random.NextBytes(bytes);
            plans.Add(new(new Guid(bytes), messages, 0, 10));
        }

        return plans;
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
}
