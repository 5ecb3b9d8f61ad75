// Reads a letter a line, as JSON, and answers each with how much write-good finds in it.
const { createInterface } = require("node:readline");
const writeGood = require(process.argv[2]);

createInterface({ input: process.stdin }).on("line", (line) => {
  console.log(writeGood(JSON.parse(line)).length);
});
