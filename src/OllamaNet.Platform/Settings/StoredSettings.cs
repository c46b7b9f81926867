using Microsoft.Extensions.Configuration;

namespace OllamaNet.Platform.Settings;

/// <summary>
/// What administrators set, as a part of the configuration: above the files, below the environment and the command line. Whoever follows an option with
/// <c>IOptionsMonitor</c> sees a change at once.
/// </summary>
public sealed class StoredSettings : ConfigurationProvider, IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    internal void Use(IEnumerable<KeyValuePair<string, string?>> values)
    {
        Data = new Dictionary<string, string?>(values, StringComparer.OrdinalIgnoreCase);
        OnReload();
    }

    /// <summary>Who says something else, and cannot be overruled from here.</summary>
    internal SettingLock? LockOf(IConfigurationRoot root, string name) => root.Providers.Reverse().TakeWhile(p => p != this).FirstOrDefault(p => p.TryGet(name, out _))?.GetType().Name switch
    {
        null => null,
        "EnvironmentVariablesConfigurationProvider" => SettingLock.Environment,
        "CommandLineConfigurationProvider" => SettingLock.CommandLine,
        _ => SettingLock.Configuration,
    };

    /// <summary>What counts when nothing is stored.</summary>
    internal string? Below(IConfigurationRoot root, string name) =>
        root.Providers.Reverse().SkipWhile(p => p != this).Skip(1).Select(p => p.TryGet(name, out var value) ? value : null).FirstOrDefault(value => value is not null);
}

/// <summary>Where a setting comes from that cannot be changed here.</summary>
public enum SettingLock { Environment, CommandLine, Configuration }
