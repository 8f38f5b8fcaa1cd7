"use strict";

const EXAMPLES = [
  ["How did the poverty rate go?", `query PovertyRate($region: RegionCode!) {
  region(code: $region) {
    name
    observations(
      filter: { indicator: { key: { eq: "p0" } }, standing: { eq: PUBLISHED } }
      orderBy: [{ startsOn: ASC }]
      first: 100
    ) {
      nodes { period value margin source { title url } }
    }
  }
}`, { region: "33.18" }],
  ["Who accompanies which village?", `query Accompaniments {
  accompaniments(orderBy: [{ startsOn: DESC }], first: 20) {
    totalCount
    nodes {
      agency { abbreviation }
      village { name district { name } }
      scheme { name }
      state startsOn endsOn simulated
      source { title }
    }
    pageInfo { hasNextPage endCursor }
  }
}`, {}],
  ["Money from outside the regency budget", `query NonApbd {
  transactions(
    filter: { fundingSource: { channel: { ne: APBD_KAB } }, kind: { eq: DISBURSEMENT } }
    orderBy: [{ occurredOn: DESC }]
    first: 20
  ) {
    totalCount
    nodes {
      occurredOn amount valueKind receiver simulated
      fundingSource { name channel }
      region { name level }
      source { title url }
    }
  }
}`, {}],
  ["What was decided on 22 June 2022?", `query Decisions {
  meeting(key: "rakor-2022-06-22") {
    title heldOn chair
    decisions(orderBy: [{ number: ASC }]) {
      nodes {
        number textEn
        actionItems { nodes { titleEn state evidenceEn } }
      }
    }
    source { title url }
  }
}`, {}],
];

const field = (id) => document.getElementById(id);
const [example, query, variables, status, answer] =
  ["example", "query", "variables", "status", "answer"].map(field);

function show([, text, values]) {
  query.value = text;
  variables.value = JSON.stringify(values);
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

EXAMPLES.forEach(([title], at) => example.add(new Option(title, at)));
example.addEventListener("change", () => show(EXAMPLES[example.value]));
field("request").addEventListener("submit", (event) => { event.preventDefault(); run(); });
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
});
show(EXAMPLES[0]);
