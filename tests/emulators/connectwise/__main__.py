"""`python -m tests.emulators.connectwise --port 8780`: the emulator by hand, with sample data."""

import argparse
import sys

import uvicorn

from tests.emulators.connectwise.app import make_app
from tests.emulators.connectwise.contract import vendors
from tests.emulators.connectwise.sample import sample
from tests.emulators.connectwise.world import World


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8780)
    port = parser.parse_args().port
    world = sample(World())
    keys = world.credentials
    lines = [f"site http://127.0.0.1:{port}", f"company {keys.company}", f"public key {keys.public}"]
    lines += [f"private key {keys.private}", f"client id {keys.client_id}", f"control token {world.control}"]
    lines += [f"{row['recordType']} {number}: {row['summary']}" for number, row in world.rows("tickets").items()]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
    uvicorn.run(make_app(world, vendors()), host="127.0.0.1", port=port, lifespan="off", log_level="warning")


if __name__ == "__main__":
    main()
