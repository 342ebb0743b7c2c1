using System.Collections.Frozen;
using Portal.Gallery.States;

namespace Portal.Gallery;

/// <summary>Everything that the gallery shows. It is put together when somebody first looks.</summary>
internal static class GalleryCatalog
{
    public static IReadOnlyList<GalleryArea> Areas { get; } =
    [
        SignInStates.Area, SecondStepStates.Area, RegisterStates.Area, RecoveryStates.Area, ConsentStates.Area, DeviceStates.Area,
        AccountStates.Area, SessionStates.Area, ProfileStates.Area, PasswordStates.Area, PasskeyStates.Area, TokenStates.Area, ErrorStates.Area, MailStates.Area,
    ];

    private static readonly FrozenDictionary<string, GalleryState> ById = Areas.SelectMany(area => area.States).ToFrozenDictionary(state => state.Id, StringComparer.Ordinal);

    /// <summary>None if there is none of that name and kind.</summary>
    public static TState? Find<TState>(string id)
        where TState : GalleryState => ById.GetValueOrDefault(id) as TState;
}
