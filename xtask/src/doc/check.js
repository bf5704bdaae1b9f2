// Reads pairs of place and LaTeX, each ended by a NUL, and renders every formula as the pages do, but strictly.
const katex = require(process.argv[1]);
const fields = require("fs").readFileSync(0, "utf8").split("\0");
let refused = 0;
for (let k = 0; k + 1 < fields.length; k += 2) {
    try {
        katex.renderToString(fields[k + 1], { displayMode: true, throwOnError: true, strict: "error" });
    } catch (error) {
        console.error(`${fields[k]}: ${error.message}`);
        refused += 1;
    }
}
console.log(`${(fields.length - 1) / 2} formulas, ${refused} refused by KaTeX ${katex.version}`);
process.exitCode = refused > 0 ? 1 : 0;
