#!/usr/bin/env bash
# Signs a Windows program, setup or MSI in place (Authenticode), and checks the signature.
# Usage: packaging/windows/sign.sh FILE       build.sh calls it for what is ours when DESK_SIGN_KEY is set
#   DESK_SIGN_CERT=FILE     certificate chain, PEM
#   DESK_SIGN_KEY=FILE|URI  the key: PEM, or pkcs11:... of a token
#   DESK_SIGN_PIN=FILE      file with the key's passphrase or the token's PIN
#   DESK_SIGN_MODULE=FILE   library of the token
#   DESK_SIGN_TIME=URL      server of timestamps (RFC 3161); without it a signature ends with the certificate
#   DESK_SIGN_ROOT=FILE     what the check trusts; default: the machine's authorities
# Secrets are never arguments: the list of processes shows those to everybody.
set -euo pipefail
file=$1
: "${DESK_SIGN_CERT:?}" "${DESK_SIGN_KEY:?}"
draft=$file.signed
options=(-certs "$DESK_SIGN_CERT" -h sha256 -n "Branch Desk")
case $DESK_SIGN_KEY in
    pkcs11:*) options+=(-pkcs11module "${DESK_SIGN_MODULE:?}" -key "$DESK_SIGN_KEY") ;;
    *) options+=(-key "$DESK_SIGN_KEY") ;;
esac
if [ -n "${DESK_SIGN_PIN:-}" ]; then options+=(-readpass "$DESK_SIGN_PIN"); fi
if [ -n "${DESK_SIGN_TIME:-}" ]; then options+=(-ts "$DESK_SIGN_TIME"); fi
rm -f "$draft"
osslsigncode sign "${options[@]}" -in "$file" -out "$draft" >/dev/null
osslsigncode verify -CAfile "${DESK_SIGN_ROOT:-/etc/ssl/certs/ca-certificates.crt}" -in "$draft" >"$draft.log" || {
    cat "$draft.log" >&2
    rm -f "$draft" "$draft.log"
    exit 1
}
rm -f "$draft.log"
chmod --reference="$file" "$draft"
touch --reference="$file" "$draft"
mv "$draft" "$file"
echo "signed: $file"
