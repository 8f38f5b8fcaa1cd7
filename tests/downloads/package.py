"""Whether a folder of downloads is a valid Frictionless Data Package: types, keys, references, lengths and checksums."""

import sys

from frictionless import Package, validate

folder = sys.argv[1]
descriptor = f"{folder}/datapackage.json"
report = validate(descriptor)
for error in report.flatten(["name", "rowNumber", "fieldName", "type", "message"])[:20]:
    print(error, file=sys.stderr)
if not report.valid:
    sys.exit(1)
package = Package(descriptor)
rows = sum(task.stats.get("rows", 0) for task in report.tasks)
references = sum(len(resource.schema.foreign_keys) for resource in package.resources)
print(f"{len(package.resources)} tables, {rows} rows, {references} references")
