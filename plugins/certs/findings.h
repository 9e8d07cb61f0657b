// What can be wrong with the device's certificate and key, with its page of the catalog.
#pragma once
#include "common/finding.h"

namespace certs {

using common::error;
using common::page;

inline constexpr const char* look = "sudo ls -lR /etc/microsoft/identity-broker";
inline constexpr const char* clean_up = "sudo dsreg --cleanup";

// ---- cert.device
inline constexpr auto c_missing = error(
    "cert.missing", "The device's certificate is missing",
    "The machine's management names a registered device, and its certificate is not on disk. The "
    "broker cannot prove which device this is: no new sign-in, no renewal of the primary refresh "
    "token.",
    "If the machine has left its tenant, only the note is left over: clean up (sudo dsreg "
    "--cleanup). If not, restore the certificate and its two keys together from a backup of this "
    "very machine. Without one, clean up what is left and register the machine again.",
    clean_up, DSREG_RISK_DESTRUCTIVE);
inline constexpr auto c_expired = error(
    "cert.expired", "The device's certificate has expired",
    "A device certificate is made for ten years and is not renewed by itself. With one that has "
    "expired the tenant does not recognise the device.",
    "First check the machine's clock. If it is right, delete the device in the tenant, clean up "
    "the machine and register it again: to unregister it the service would have to take this very "
    "certificate.",
    "timedatectl");
inline constexpr auto c_not_yet_valid = error(
    "cert.not-yet-valid", "The device's certificate is not valid yet",
    "The certificate's validity begins in the future: the machine's clock is behind, or the "
    "certificate was made by a wrong clock or is damaged.",
    "If the Clock Test fails, set the clock right and switch time synchronisation on. If the Clock "
    "Test passes, the certificate came from a wrong clock or is damaged: delete the device in the "
    "tenant, clean up the machine and register it again.",
    "timedatectl");
inline constexpr auto c_expiring =
    page(DSREG_SEVERITY_WARNING, "cert.expiring", "The device's certificate expires soon",
         "In 30 days or less the tenant will no longer recognise this device. Nothing renews the "
         "certificate by itself.",
         "Plan a new registration before that day: unregister the device and register it again.",
         nullptr);
inline constexpr auto c_garbage = error(
    "cert.garbage", "The device's certificate is damaged",
    "The file of the device's certificate is neither PEM nor DER of a certificate: it is empty, "
    "cut, or something else was written over it. The broker cannot prove which device this is.",
    "Restore the file from a backup of this very machine. Without one, clean up what is left and "
    "register the machine again.",
    clean_up, DSREG_RISK_DESTRUCTIVE);
inline constexpr auto c_too_large = error(
    "cert.too-large", "The device's certificate is far too large",
    "A device certificate has about one kilobyte. A file of more than 64 KiB is something else, "
    "and is not read.",
    "See what the file is and who wrote it; restore the certificate from a backup of this very "
    "machine, or clean up and register again.",
    look);
inline constexpr auto c_not_regular = error(
    "cert.not-regular", "The device's certificate is not a plain file",
    "A symbolic link, a folder or a pipe stands where the device's certificate should be. It is "
    "not followed: whoever can change its target could change the device's identity.",
    "Put the certificate itself in its place, owned by root, mode 0644; or clean up and register "
    "again.",
    look);
inline constexpr auto c_unreadable = error(
    "cert.unreadable", "The device's certificates cannot be looked at",
    "The folder of the device's certificates is there, and reading it fails for another reason "
    "than missing rights: a broken disk or mount, for example.",
    "Read the reason in the evidence and in the kernel's log, and mend the file system.",
    "sudo dmesg --level=err");
inline constexpr auto c_too_many = error(
    "cert.too-many", "Too many files among the device's certificates",
    "The folders of the device's certificate and keys hold more files than dsreg looks at, and "
    "those that it looked at hold no usable certificate. Whether the device's own is among the "
    "others cannot be known. A device has three files there.",
    "See what wrote the files, and move those away that do not belong to this device.", look);
inline constexpr auto c_weak_key = error(
    "cert.weak-key", "The device's key is too short",
    "The tenant's registration service makes certificates for RSA keys of 2048 bits or more. A "
    "shorter one can be broken, and no registration service of Microsoft made it.",
    "Find out where this certificate comes from; unregister the device and register it again.",
    look);
inline constexpr auto c_wrong_use = error(
    "cert.wrong-use", "The device's certificate is for another use",
    "The certificate lacks the extended key usage for authenticating a client, which every device "
    "certificate has. The sign-in service does not take it as a proof.",
    "The file is not the device's certificate, or was damaged: restore it, or clean up and "
    "register again.",
    look);
inline constexpr auto c_issuer = error(
    "cert.wrong-issuer", "The device's certificate has a foreign issuer",
    "Device certificates are issued by MS-Organization-Access. Another issuer means that another "
    "program's certificate lies in the broker's folder, or that somebody put it there.",
    "See who issued it (evidence) and who put it there. Remove it only when the device's own "
    "certificate is known to be safe.",
    look);
inline constexpr auto c_id_mismatch = error(
    "cert.id-mismatch", "The certificate contradicts itself",
    "The subject of a device certificate and its device id extension name the same device. Here "
    "they do not: the certificate was not made by the registration service, or was tampered with.",
    "Restore the device's own certificate, or delete the device in the tenant, clean up the "
    "machine and register it again; ask who wrote the file.",
    look);
inline constexpr auto c_duplicate = error(
    "cert.duplicate", "Two device certificates for one tenant",
    "The machine holds two certificates of the same tenant that are both in time, as after a "
    "cloned image or a registration over an older one. Which one the broker uses is chance, and "
    "the tenant may know only one of the devices.",
    "See in the tenant which of the two devices is in use, move the other certificate and its key "
    "away, and delete its device object.",
    look);
inline constexpr auto c_exposed = error(
    "cert.exposed", "Others may change the device's certificate",
    "Owner or mode of the certificate let somebody else than root replace it, and with it the "
    "identity that this machine shows.",
    "Give it back to root and take away the others' right to write: chown root, chmod go-w.", look);
inline constexpr auto c_leftover = page(
    DSREG_SEVERITY_WARNING, "cert.leftover", "A damaged certificate lies beside the good one",
    "Beside the device's certificate lies a file that is named like one and cannot be read as one. "
    "It is not used here; other programs may stumble over it.",
    "See what the file is, and move it away if nobody needs it.", look);

// ---- cert.key-match
inline constexpr auto k_missing = error(
    "key.missing", "The device's private key is missing",
    "The certificate is there and its private key is not. The broker cannot sign in as this "
    "device; errors named KeyNotFound come from this.",
    "Certificate and keys belong together: restore the key from a backup of this very machine, or "
    "clean up what is left and register the machine again.",
    clean_up, DSREG_RISK_DESTRUCTIVE);
inline constexpr auto k_mismatch = error(
    "key.mismatch", "The private key is not the certificate's",
    "The key and the certificate are of two different registrations, as after a partial restore. "
    "What the device signs with this key, the tenant refuses.",
    "Restore certificate and keys of one registration together, or clean up and register the "
    "machine again.",
    clean_up, DSREG_RISK_DESTRUCTIVE);
inline constexpr auto k_locked = error(
    "key.locked", "The private key is behind a passphrase",
    "The device's private key is encrypted with a passphrase. No broker can give one: for it the "
    "key does not exist.",
    "Restore the key as the registration wrote it, or clean up and register the machine again.",
    look);
inline constexpr auto k_garbage = error(
    "key.garbage", "The private key is damaged",
    "The file of the device's private key is no private key: it is empty, cut, overwritten, or no "
    "plain file at all. The broker cannot sign in as this device.",
    "Restore it from a backup of this very machine, or clean up what is left and register the "
    "machine again.",
    clean_up, DSREG_RISK_DESTRUCTIVE);
inline constexpr auto k_exposed = error(
    "key.exposed", "Others may read or change the device's key",
    "Owner or mode of a private key let somebody else than root read or replace it. Whoever read "
    "it can act as this device from anywhere, and nobody would see it.",
    "Give the file back to root with mode 0600. If others had access for real, treat the device's "
    "identity as stolen: unregister the device and register it again.",
    look);
inline constexpr auto k_transport = page(
    DSREG_SEVERITY_WARNING, "key.transport-missing", "The session transport key is missing",
    "A registration has a second key (stk) with which new session keys are unwrapped. What works "
    "today goes on, but the next primary refresh token cannot be used.",
    "Restore the file with the device's key, or register the machine again.", look);
inline constexpr auto k_no_answer = error(
    "key.no-answer", "The holder of the private key does not answer",
    "The device's key is in a TPM or on a token, and that does not answer: it is locked out, not "
    "plugged in, or its driver hangs. Nothing can be signed as this device.",
    "See that the TPM or the token is there and not locked out; after too many wrong tries a TPM "
    "needs time.",
    "journalctl -k -g tpm -n 20");

} // namespace certs
