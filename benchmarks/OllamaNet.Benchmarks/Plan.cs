namespace OllamaNet.Benchmarks;

/// <summary>How long everything is measured.</summary>
internal sealed record Plan
{
    public int Repetitions { get; init; } = 3;

    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many at once.</summary>
    public IReadOnlyList<int> Streams { get; init; } = [1, 100, 500];

    /// <summary>How many at once through the doors.</summary>
    public IReadOnlyList<int> DoorStreams { get; init; } = [1, 100, 1000];

    /// <summary>Slower streams, up to what the file limit allows.</summary>
    public IReadOnlyList<int> ManyStreams { get; init; } = [5000, 9500];

    public int ManySpeed { get; init; } = 4;

    public int SmallRequests { get; init; } = 40_000;

    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(15);

    public int Requests { get; init; } = 500;

    public int Logins { get; init; } = 250;

    public int FirstTokens { get; init; } = 200;

    public int Answers { get; init; } = 100;

    public int Starts { get; init; } = 5;

    public int Turns { get; init; } = 1000;

    public int Conversations { get; init; } = 1000;

    /// <summary>Messages of one user each, for lists and pages.</summary>
    public IReadOnlyList<int> LibrarySizes { get; init; } = [100, 10_000, 1_000_000];

    /// <summary>Messages of nobody in particular beside them.</summary>
    public int LibraryOthers { get; init; }

    /// <summary>Where the library stays, to be measured again without seeding; null for nowhere.</summary>
    public string? LibraryData { get; init; }

    public int SearchUsers { get; init; } = 1000;

    public int SearchMessages { get; init; } = 1000;

    /// <summary>So many of them search.</summary>
    public int Searchers { get; init; } = 50;

    public int Searches { get; init; } = 300;

    /// <summary>Accounts.</summary>
    public int Users { get; init; } = 100_000;

    public int AuditEntries { get; init; } = 10_000_000;

    /// <summary>In the catalogue.</summary>
    public int Models { get; init; } = 5000;

    public static Plan Quick => new() { Repetitions = 1, DoorStreams = [100], ManyStreams = [1000], SmallRequests = 5000, Window = TimeSpan.FromSeconds(3), WarmUp = TimeSpan.FromSeconds(8), Requests = 100, Logins = 20, FirstTokens = 30, Answers = 10, Starts = 2, Turns = 100, Conversations = 200, LibrarySizes = [100, 10_000], SearchUsers = 100, Searchers = 10, Searches = 100, Users = 10_000, AuditEntries = 100_000 };
}
