#!/usr/bin/env bash
# Installs what some tests use beside a JDK, by Debian's apt: tests whose tool is missing skip with the reason, or
# fail where CI=true. Run again at will: it installs only what is missing. Needs root, or sudo without a password.
set -euo pipefail

# Old kubectls carry a kustomize that does not know the fields used in k8s/.
readonly oldest_kubectl_minor=27

say() { printf 'test tools: %s\n' "$*"; }
have() { command -v "$1" >/dev/null 2>&1; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif have sudo; then
    sudo -n "$@"
  else
    say "needs root or sudo for: $*"
    return 1
  fi
}

lists_fresh=
apt_install() { # the Debian packages named
  have apt-get || { say "no apt-get here; install by hand: $*"; return 1; }
  if [ -z "$lists_fresh" ]; then
    as_root apt-get update -qq || say "the package lists could not be refreshed; going on with those at hand"
    lists_fresh=yes
  fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

want() { # command $1 from package $2, used for $3
  if have "$1"; then
    say "$1 is there ($3)"
  elif apt_install "$2" && have "$1"; then
    say "$1 installed from package $2 ($3)"
  else
    say "$1 is MISSING: package $2 could not be installed ($3)"
    missing=yes
  fi
}

want_file() { # file $1 from package $2, used for $3
  if [ -e "$1" ]; then
    say "$2 is there ($3)"
  elif apt_install "$2" && [ -e "$1" ]; then
    say "package $2 installed ($3)"
  else
    say "$1 is MISSING: package $2 could not be installed ($3)"
    missing=yes
  fi
}

kubectl_minor() { # 32 for v1.32.4; nothing when it cannot say
  kubectl version --client 2>/dev/null | sed -n 's/^Client Version:[^0-9]*1\.\([0-9]*\).*/\1/p'
}

want_kubectl() {
  have kubectl || apt_install kubectl 2>/dev/null || apt_install kubernetes-client || true
  local minor
  minor=$(have kubectl && kubectl_minor || true)
  if [ -n "$minor" ] && [ "$minor" -ge "$oldest_kubectl_minor" ]; then
    say "kubectl 1.$minor is there (renders k8s/)"
  else
    say "kubectl 1.$oldest_kubectl_minor or newer is MISSING: see https://kubernetes.io/docs/tasks/tools (renders k8s/)"
    missing=yes
  fi
}

missing=
want storescu dcmtk "an independent DICOM sender"
PATH=$PATH:/usr/sbin want Orthanc orthanc "an archive that sends"
want_file /usr/share/orthanc/plugins/libOrthancDicomWeb.so orthanc-dicomweb "its DICOMweb plug-in"
want send_image ctn "another independent DICOM sender"
want odil odil "another one"
want_file /usr/share/java/pixelmed.jar libpixelmed-java "another one"
want gdcmconv libgdcm-tools "the decoders' benchmark"
want opj_decompress libopenjp2-tools "an independent JPEG 2000 decoder"
want chromium chromium "browser tests"
want chromedriver chromium-driver "browser tests"
want_kubectl
want promtool prometheus "tries the alarms and the dashboard"
[ -z "$missing" ] || say "tests that want what is missing will skip, or fail where CI=true"
