using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace Portal.Identity.Keys;

/// <summary>Puts the secret part of a data-protection key under the encryption key.</summary>
public sealed class DataProtectionXmlEncryptor(SecretProtector protector) : IXmlEncryptor
{
    internal const string ElementName = "encryptedKey";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement) =>
        new(new XElement(ElementName, protector.Protect(plaintextElement.ToString(SaveOptions.DisableFormatting))), typeof(DataProtectionXmlDecryptor));
}

/// <summary>The other way; made by the framework from the type name in the XML.</summary>
public sealed class DataProtectionXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(services.GetRequiredService<SecretProtector>().UnprotectText(encryptedElement.Value));
}
