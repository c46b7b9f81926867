using Npgsql;

namespace OllamaNet.Inference.Data;

/// <summary>Something that is read from the database into memory, anew whenever its row in <c>inference.revisions</c> counts up.</summary>
internal interface IRefreshed
{
    /// <summary>The row's name. A trigger on each table that it is made of counts it up (see the migrations).</summary>
    string Name { get; }

    /// <summary>Reads all of it and puts it in place of what was known.</summary>
    Task ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken);

    /// <summary>What is known is as the database has it.</summary>
    /// <param name="now">The database's clock.</param>
    void Current(DateTimeOffset now)
    {
    }
}
