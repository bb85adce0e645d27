// Reads a Dockerfile and a Compose file with other people's parsers. Asked {dockerfile, compose}, paths, it answers
// {problems: what a Dockerfile's linter says, instructions: [{keyword, arguments, flags}], compose: the file as JSON}.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { DockerfileParser } from "dockerfile-ast";
import { validate } from "dockerfile-utils";
import { parse } from "yaml";

for await (const line of createInterface({ input: process.stdin })) {
  const { dockerfile, compose } = JSON.parse(line);
  const text = readFileSync(dockerfile, "utf8");
  console.log(JSON.stringify({
    problems: validate(text).map(problem => `line ${problem.range.start.line + 1}: ${problem.message}`),
    instructions: DockerfileParser.parse(text).getInstructions().map(instruction => ({
      keyword: instruction.getKeyword(),
      arguments: instruction.getArguments().map(argument => argument.getValue()),
      flags: instruction.getFlags?.().map(flag => `${flag.getName()}=${flag.getValue()}`) ?? [],
    })),
    compose: parse(readFileSync(compose, "utf8"), { strict: true, uniqueKeys: true }),
  }));
}
