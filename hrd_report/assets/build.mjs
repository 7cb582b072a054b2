// Builds hrd_report/static/seal.js and writes down what it was built from. Run by `make assets`.
import { createHash } from "node:crypto"
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { build } from "esbuild"

const OUTPUT = "../static/seal.js"
const made = await build({
  entryPoints: ["src/seal.js"],
  bundle: true,
  charset: "utf8",
  format: "iife",
  legalComments: "none",
  minify: true,
  target: ["chrome111", "firefox115", "safari16"],
  write: false,
})
writeFileSync(OUTPUT, made.outputFiles[0].contents)
const sources = ["build.mjs", "package-lock.json", ...readdirSync("src").sort().map((name) => `src/${name}`)]
const lines = [...sources, OUTPUT].map(
  (name) => `${createHash("sha256").update(readFileSync(name)).digest("hex")}  ${name}\n`,
)
writeFileSync("manifest.sha256", lines.join(""))
