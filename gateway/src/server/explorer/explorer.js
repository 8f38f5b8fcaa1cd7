"use strict";

const field = (id) => document.getElementById(id);
const [example, query, variables, status, answer] =
  ["example", "query", "variables", "status", "answer"].map(field);

async function offerExamples() {
  const examples = await (await fetch("examples.json")).json();
  examples.forEach(({ question }, at) => example.add(new Option(question, at)));
  const show = () => { query.value = examples[example.value].document; };
  example.addEventListener("change", show);
  if (!query.value) show();
}

async function run() {
  status.textContent = "Running …";
  let values;
  try {
    values = JSON.parse(variables.value || "{}");
  } catch (error) {
    status.textContent = `The variables are not JSON: ${error.message}`;
    return;
  }
  const began = performance.now();
  try {
    const response = await fetch("graphql", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/graphql-response+json" },
      body: JSON.stringify({ query: query.value, variables: values }),
    });
    const body = await response.json();
    const milliseconds = Math.round(performance.now() - began);
    status.textContent = `${response.status} in ${milliseconds} ms, request ${response.headers.get("x-request-id")}`;
    answer.textContent = JSON.stringify(body, null, 2);
  } catch (error) {
    status.textContent = `No answer: ${error.message}`;
  }
}

field("request").addEventListener("submit", (event) => { event.preventDefault(); run(); });
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
});
offerExamples().catch((error) => { status.textContent = `No examples: ${error.message}`; });
