// Prints what a Dockerfile does as JSON, for a drill that does it without an engine: node dockerfile-plan.mjs Dockerfile
import { readFileSync } from "node:fs";
import { DockerfileParser } from "dockerfile-ast";

const plan = { stages: [], environment: {}, entrypoint: [], healthcheck: [] };
const list = instruction => JSON.parse(/\[.*\]/s.exec(instruction.toString())[0]);

for (const instruction of DockerfileParser.parse(readFileSync(process.argv[2], "utf8")).getInstructions()) {
  const words = instruction.getArguments().map(argument => argument.getValue());
  const stage = plan.stages.at(-1);
  const keyword = instruction.getKeyword();
  switch (keyword) {
    case "FROM":
      plan.stages.push({ image: instruction.getImage(), name: instruction.getBuildStage(), steps: [] });
      break;
    case "COPY":
      stage.steps.push({ keyword, stage: instruction.getFromFlag()?.getValue() ?? null, from: words.slice(0, -1), to: words.at(-1) });
      break;
    case "RUN":
      stage.steps.push({ keyword, command: instruction.getArgumentsContent() });
      break;
    case "ENV":
      for (const property of instruction.getProperties())
        plan.environment[property.getName()] = property.getValue();
      break;
    case "USER":
      plan.user = words[0];
      break;
    case "STOPSIGNAL":
      plan.signal = words[0].replace(/^SIG/, "");
      break;
    case "VOLUME":
      plan.volume = words[0];
      break;
    case "ENTRYPOINT":
      plan.entrypoint = list(instruction);
      break;
    case "HEALTHCHECK":
      plan.healthcheck = list(instruction);
      break;
  }
}

console.log(JSON.stringify(plan));
