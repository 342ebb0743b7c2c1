using Portal.Hosting;

namespace Portal.CommandLine;

/// <summary>What was typed behind a command's words.</summary>
/// <param name="Operand">Without dashes; none if the command takes none.</param>
/// <param name="Options">Those of the command's that were given, with their values.</param>
/// <param name="Configuration">Everything else.</param>
internal sealed record CommandArguments(string? Operand, IReadOnlyDictionary<string, string?> Options, IReadOnlyList<string> Configuration)
{
    /// <param name="operands">The words behind the command's own.</param>
    /// <param name="rest">What follows the words: <c>--name</c>, <c>--name=value</c> or <c>--name value</c>.</param>
    /// <exception cref="ConfigurationException">A value is missing, or too much or too little stands there.</exception>
    public static CommandArguments Read(Command command, IReadOnlyList<string> operands, IReadOnlyList<string> rest)
    {
        if (operands.Count > (command.Operand is null ? 0 : 1) || (operands.Count == 0 && command is { Operand: not null, OperandIsOptional: false }))
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

        return new CommandArguments(operands.Count > 0 ? operands[0] : null, options, configuration);
    }
}
