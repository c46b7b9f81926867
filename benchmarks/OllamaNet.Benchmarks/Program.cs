using System.Globalization;
using OllamaNet.Benchmarks;
using OllamaNet.Benchmarks.Seeding;
using OllamaNet.Benchmarks.Suites;

const string Help = """
    Usage: ./bench [--quick] [--streams N,N…] [--window SECONDS] [--data FOLDER] [--others N] [--json FILE] [stream] [doors] [many] [soak] [api] [library] [administration] [discovery] [start] [embedded]

    Measures OllamaNet as ./run builds it, with data of its own, and prints a table. Without a selection: everything.
      stream     latency added to a streamed token, CPU per token, memory, at 1, 100 and 500 streams; time to first token added
      doors      the OpenAI, Anthropic and Ollama APIs beside the direct way and nginx: latency, CPU, first token, leaving, small requests
      many       5,000 and 9,500 slow streams through the OpenAI API, beside the direct way and nginx
      soak       memory over a million small requests (only when named)
      api        messages page, conversation list, login
      library    conversation list and messages pages at 100, 10,000 and 1,000,000 messages, search among 1,000 users × 1,000 messages
                 (only when named: it seeds first; ten million messages take half an hour and 10 GB. With --data that is done once)
      administration  login, refresh, users and audit log with 100,000 accounts and 10,000,000 entries (only when named: it seeds first, see --data)
      discovery  model list, discovery and search with 5,000 models, all users' and one user's; hits of the cache under a Zipf-like load (only when named)
      start      cold start, memory when idle
      embedded   whole answers of the demo model
      browser    frames and long tasks of the web UI in Chromium (alone: ./bench browser)
      --quick    about a minute, less certain
      --streams  other numbers of streams than 1, 100 and 500 (doors: 1, 100 and 1,000)
      --window   how long each number of streams is measured, instead of 10 s
      --others   library: so many short messages of other users beside them, in ten thousands
      --data     library, administration: the folder that keeps it; a later run with the same folder and --others measures without seeding
      --json     also writes the figures, with every repetition
      ./bench seed  fills a database with conversations; ./bench seed --help
    """;

if (args is ["seed", ..]) return await SeedCommand.RunAsync(args);

var plan = new Plan();
string? json = null;
List<string> chosen = [];
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--quick":
            plan = Plan.Quick;
            break;
        case "--streams" when i + 1 < args.Length:
            IReadOnlyList<int> counts = [.. args[++i].Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
            plan = plan with { Streams = counts, DoorStreams = counts };
            break;
        case "--window" when i + 1 < args.Length:
            plan = plan with { Window = TimeSpan.FromSeconds(int.Parse(args[++i], CultureInfo.InvariantCulture)) };
            break;
        case "--others" when i + 1 < args.Length:
            plan = plan with { LibraryOthers = int.Parse(args[++i], CultureInfo.InvariantCulture) };
            break;
        case "--data" when i + 1 < args.Length:
            plan = plan with { LibraryData = Path.GetFullPath(args[++i]) };
            break;
        case "--json" when i + 1 < args.Length:
            json = args[++i];
            break;
        case "stream" or "doors" or "many" or "soak" or "api" or "library" or "administration" or "discovery" or "start" or "embedded":
            chosen.Add(args[i]);
            break;
        default:
            Console.WriteLine(Help);
            return args[i] is "--help" or "-h" ? 0 : 2;
    }
}

var report = new Report();
var (commit, machine) = (Machine.Commit, Machine.Description);
Console.WriteLine($"OllamaNet {commit}\n{machine}");
if (Wants("stream")) await new StreamSuite(plan, report).RunAsync();
if (Wants("doors")) await new DoorSuite(plan, report).RunAsync();
if (Wants("many")) await new DoorSuite(plan, report).ManyAsync();
if (chosen.Contains("soak")) await new DoorSuite(plan, report).SoakAsync();
if (Wants("api")) await new ApiSuite(plan, report).RunAsync();
if (chosen.Contains("library")) await new LibrarySuite(plan, report).RunAsync();
if (chosen.Contains("administration")) await new AdministrationSuite(plan, report).RunAsync();
if (chosen.Contains("discovery")) await new DiscoverySuite(plan, report).RunAsync();
if (Wants("start")) await new StartSuite(plan, report).RunAsync();
if (Wants("embedded")) await new EmbeddedSuite(plan, report).RunAsync();
if (json is not null) report.Write(json, commit, machine, $"./bench {string.Join(' ', args)}");
return 0;

bool Wants(string suite) => chosen.Count == 0 || chosen.Contains(suite);
