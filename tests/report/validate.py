#!/usr/bin/python3
"""validate.py SCHEMA FILE...: checks JSON documents against a schema of schemas/.

Exit 0: all are valid. 1: at least one is not, each error a line on stderr. 2: wrong use.
Stricter than a JSON parser has to be: duplicate members, NaN and Infinity are errors.
"""
import json
import sys

import jsonschema


def members(pairs):
    seen = {}
    for name, value in pairs:
        if name in seen:
            raise ValueError(f"member {name!r} stands twice")
        seen[name] = value
    return seen


def no_number(word):
    raise ValueError(f"{word} is no JSON number")


def load(path):
    with open(path, encoding="utf-8", errors="strict") as file:
        return json.load(file, object_pairs_hook=members, parse_constant=no_number)


def main(arguments):
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    schema = load(arguments[0])
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    bad = False
    for path in arguments[1:]:
        try:
            errors = sorted(validator.iter_errors(load(path)), key=lambda e: list(map(str, e.path)))
        except (OSError, ValueError) as error:
            print(f"{path}: {error}", file=sys.stderr)
            bad = True
            continue
        for error in errors:
            where = "/".join(map(str, error.path)) or "(document)"
            print(f"{path}: {where}: {error.message[:400]}", file=sys.stderr)
            bad = True
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
