// What can be wrong with signing as the device, with its page of the catalog.
#pragma once
#include "common/finding.h"

namespace key_sign {

using common::error;
using common::page;

inline constexpr const char* clean_up = "sudo dsreg --cleanup";

// ---- key.sign-test
inline constexpr auto s_failed = error(
    "key.sign-failed", "The device's key does not sign",
    "The private key is there, and a signature with it fails or does not verify. Every proof that "
    "the broker makes as this device fails the same way.",
    "Look at what holds the key: a TPM that was cleared or is locked out, a token that was "
    "exchanged, a damaged file. If the key is lost, register the machine again.",
    "journalctl -k -g tpm -n 20");
inline constexpr auto s_no_key = error(
    "key.sign-no-key", "There is no key to sign with",
    "The certificate is there, and its private key is not, or its file is none that can be used: "
    "damaged, or behind a passphrase. The broker can make no proof as this device.",
    "Certificate and keys belong together: restore the key from a backup of this very machine, or "
    "clean up what is left and register the machine again.",
    clean_up, DSREG_RISK_DESTRUCTIVE);
inline constexpr auto s_mismatch = error(
    "key.sign-mismatch", "Signatures do not match the certificate",
    "The key signs, but the certificate's public key does not verify what it signed: they are "
    "of two different registrations. The tenant refuses every proof of this device.",
    "Restore certificate and keys of one registration together, or clean up and register the "
    "machine again.",
    clean_up, DSREG_RISK_DESTRUCTIVE);
inline constexpr auto s_no_answer = error(
    "key.sign-no-answer", "The key's holder does not answer when asked to sign",
    "The certificate and the key belong together, but the TPM or token that holds the key gave no "
    "signature. The broker waits in the same place.",
    "See that the TPM or the token is there and not locked out; after too many wrong tries a TPM "
    "needs time.",
    "journalctl -k -g tpm -n 20");

// ---- key.recovery
inline constexpr auto r_joined = page(
    DSREG_SEVERITY_WARNING, "key.recovery-joined", "Restore the keys, or join the machine again",
    "The keys of this joined device cannot be used. On Windows the next sign-in would recover the "
    "device; no Linux broker does that: it stays broken until its files are restored or "
    "somebody registers it again.",
    "If the certificate and the keys can be restored (see what their own tests found), restore "
    "them, and nothing else is needed. Otherwise an administrator removes what is left "
    "of the registration and joins the machine again with the organisation's tool. The user has to "
    "sign in for it.",
    clean_up, DSREG_RISK_DESTRUCTIVE);
inline constexpr auto r_registered = page(
    DSREG_SEVERITY_WARNING, "key.recovery-registered",
    "Restore the keys, or register the device again",
    "The keys of this registered device cannot be used. On Windows the next sign-in would ask the "
    "user and recover the device; on Linux nothing recovers it.",
    "If the certificate and the keys can be restored (see what their own tests found), restore "
    "them, and nothing else is needed. Otherwise remove what is left of the "
    "registration; then the user signs in to the organisation's portal and registers the device "
    "again.",
    clean_up, DSREG_RISK_DESTRUCTIVE);
inline constexpr auto r_unclear = page(
    DSREG_SEVERITY_WARNING, "key.recovery-needed",
    "Restore the keys, or register the machine again",
    "The keys of this device cannot be used, and whether it was joined or registered is not known. "
    "On Windows the next sign-in would recover it; on Linux nothing recovers it.",
    "If the certificate and the keys can be restored (see what their own tests found), restore "
    "them, and nothing else is needed. Otherwise remove what is left of the "
    "registration and register the machine again with the organisation's tool or portal.",
    clean_up, DSREG_RISK_DESTRUCTIVE);
inline constexpr auto r_hybrid = page(
    DSREG_SEVERITY_WARNING, "key.recovery-hybrid",
    "Restore the keys, or make the hybrid join again",
    "The keys of this hybrid joined device cannot be used. A Windows machine would recover "
    "silently at the next sign-in; a Linux machine does not, although it is still in its domain.",
    "If the certificate and the keys can be restored (see what their own tests found), restore "
    "them, and nothing else is needed. Otherwise remove what is left of the "
    "registration and register the machine again, while it sees a domain controller. Its "
    "membership in the domain can stay as it is.",
    clean_up, DSREG_RISK_DESTRUCTIVE);

} // namespace key_sign
