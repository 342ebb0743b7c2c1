using Portal.Hosting;

namespace Portal.CommandLine;

/// <summary>What was typed behind a command's words.</summary>
/// <param name="Operands">Without dashes.</param>
/// <param name="Options">Those of the command's that were given, with their values.</param>
/// <param name="Configuration">Everything else.</param>
internal sealed record CommandArguments(IReadOnlyList<string> Operands, IReadOnlyDictionary<string, string?> Options, IReadOnlyList<string> Configuration)
{
    /// <summary>The first one; none if the command takes none.</summary>
    public string? Operand => Operands.Count > 0 ? Operands[0] : null;

    /// <param name="operands">The words behind the command's own.</param>
    /// <param name="rest">What follows the words: <c>--name</c>, <c>--name=value</c> or <c>--name value</c>.</param>
    /// <exception cref="ConfigurationException">A value is missing, or too much or too little stands there.</exception>
    public static CommandArguments Read(Command command, IReadOnlyList<string> operands, IReadOnlyList<string> rest)
    {
        if (operands.Count > command.Operands.Count || (operands.Count < command.Operands.Count && !command.OperandIsOptional))
        {
            throw new ConfigurationException($"Type it like this: {command.Usage}");
        }

        var known = command.Options.Select(option => option.Split(' ', 2)).ToDictionary(parts => parts[0], parts => parts.Length > 1, StringComparer.Ordinal);
        var options = new Dictionary<string, string?>(StringComparer.Ordinal);
        var configuration = new List<string>();
        for (var i = 0; i < rest.Count; i++)
        {
            var (name, value) = rest[i].Split('=', 2) is [var before, var after] ? (before, after) : (rest[i], null);
            if (!known.TryGetValue(name, out var takesValue))
            {
                configuration.Add(rest[i]);
                continue;
            }

            if (takesValue && value is null)
            {
                value = ++i < rest.Count ? rest[i] : throw new ConfigurationException($"{name} needs a value. Type it like this: {command.Usage}");
            }

            options[name] = takesValue || value is null ? value : throw new ConfigurationException($"{name} takes no value. Type it like this: {command.Usage}");
        }

        return new CommandArguments(operands, options, configuration);
    }
}
