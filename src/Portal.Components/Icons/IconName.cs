namespace Portal.Components.Icons;

/// <summary>The pictures drawn for this product. An icon never stands alone: words stand beside it.</summary>
public enum IconName
{
    Check,
    Cross,
    Alert,
    Info,
    Clock,
    Mail,
    Key,
    Shield,
    Phone,
    Laptop,
    Tablet,
    Window,
    Unknown,
    Next,
    Back,
    Pencil,
    Plus,
    Lock,
    User,
    Home,
    Devices,
    SignOut,
    Globe,
    Broken,
    Spark,
    List,
    Trash,
}
