"""run.py FOLDER SECONDS [TARGET]: runs the fuzz targets of FOLDER, two at a time. SECONDS may name
targets that get more: 20,frames=60.

Each begins with its seeds in tests/fuzz/corpus/TARGET and keeps what it learns in FOLDER. An input
that breaks a promise is left as FOLDER/TARGET-crash-*, and the exit code is 1.
"""
import concurrent.futures
import pathlib
import re
import subprocess
import sys

SEEDS = pathlib.Path(__file__).resolve().parent / "corpus"
AT_ONCE = 2
LONGEST_RUN = 5  # seconds that one input may take
SLACK = 120  # for reading what was learnt before, and for a slow machine


def run(program, folder, seconds):
    """One line about how it went, what the program said, and whether it is fine."""
    target = program.name.removeprefix("fuzz_")
    learnt = folder / "learnt" / target
    learnt.mkdir(parents=True, exist_ok=True)
    command = [str(program), f"-max_total_time={seconds}", f"-timeout={LONGEST_RUN}",
               "-rss_limit_mb=1024", "-max_len=8192", "-print_final_stats=1",
               f"-artifact_prefix={folder}/{target}-", str(learnt), str(SEEDS / target)]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=seconds + SLACK)
    except subprocess.TimeoutExpired:
        return f"{target}: did not end", "", False
    said = done.stdout.decode(errors="replace")
    count = re.search(r"number_of_executed_units: *([0-9]+)", said)
    if done.returncode == 0 and count:
        return f"{target}: {count[1]} inputs, all fine", "", True
    return f"{target}: FAILED, exit {done.returncode}", said, False


def main():
    folder, times, *wanted = sys.argv[1:]
    seconds, *more = times.split(",")
    longer = dict(one.split("=") for one in more)
    folder = pathlib.Path(folder)
    programs = sorted((folder / "fuzz").glob("fuzz_*"))
    if wanted:
        programs = [p for p in programs if p.name == f"fuzz_{wanted[0]}"]
    if not programs:
        sys.exit("run.py: there is no such fuzz target")
    for program in programs:
        if not any((SEEDS / program.name.removeprefix("fuzz_")).iterdir()):
            sys.exit(f"run.py: {program.name} has no seeds")
    good = True
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        # The longest first: the others fill the second place meanwhile.
        plan = [(p, int(longer.get(p.name.removeprefix("fuzz_"), seconds))) for p in programs]
        plan.sort(key=lambda one: -one[1])
        for line, said, fine in pool.map(lambda one: run(one[0], folder, one[1]), plan):
            print(line, said, sep="\n" if said else "", flush=True)
            good = good and fine
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
