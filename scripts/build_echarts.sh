#!/bin/sh
# Rebuilds auditor/render/static/echarts.min.js from the pinned npm packages and writes its manifest.
# Needs node and npm; the same inputs give the same bytes.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
target="$here/../auditor/render/static"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/echarts/entry.js" "$here/echarts/package.json" "$here/echarts/package-lock.json" "$work"
cd "$work"
npm ci --silent --ignore-scripts --no-audit --no-fund
node_modules/.bin/esbuild entry.js --bundle --minify --charset=utf8 --format=iife \
  --global-name=echarts --target=es2019 --legal-comments=inline --log-level=warning \
  --outfile=echarts.min.js
if grep -qi '</script' echarts.min.js; then
  echo "the bundle holds a closing script tag and cannot be embedded" >&2
  exit 1
fi
cp echarts.min.js "$target/echarts.min.js"
sum=$(sha256sum echarts.min.js | cut -d' ' -f1)
locked() { node -p "require('./package-lock.json').packages['node_modules/$1'].$2"; }
cat > "$target/echarts.toml" <<END
# Written by scripts/build_echarts.sh; the licences are in NOTICE.
file = "echarts.min.js"
sha256 = "$sum"
bundler = "esbuild $(locked esbuild version)"

[[packages]]
name = "echarts"
version = "$(locked echarts version)"
licence = "Apache-2.0"
source = "https://registry.npmjs.org/echarts/-/echarts-$(locked echarts version).tgz"
integrity = "$(locked echarts integrity)"

[[packages]]
name = "zrender"
version = "$(locked zrender version)"
licence = "BSD-3-Clause"
source = "https://registry.npmjs.org/zrender/-/zrender-$(locked zrender version).tgz"
integrity = "$(locked zrender integrity)"

[[packages]]
name = "tslib"
version = "$(locked tslib version)"
licence = "0BSD"
source = "https://registry.npmjs.org/tslib/-/tslib-$(locked tslib version).tgz"
integrity = "$(locked tslib integrity)"
END
echo "wrote echarts.min.js, $(wc -c < echarts.min.js) bytes, sha256 $sum"
