"""The tree gives the roots that every log of Certificate Transparency gives, and proofs that only the truth passes."""

from hashlib import sha256

import pytest

from wayhome.platform import merkle

# The test tree of Certificate Transparency: eight leaves and the root after each.
LEAVES = [
    bytes.fromhex(each)
    for each in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
HASHES = [merkle.leaf_hash(each) for each in LEAVES]


def test_an_empty_tree_is_the_hash_of_nothing() -> None:
    assert merkle.root_of([]) == sha256(b"").digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_the_known_roots(size: int) -> None:
    assert merkle.root_of(HASHES[:size]).hex() == ROOTS[size - 1]


def test_a_kept_edge_goes_on_where_it_stopped() -> None:
    for stop in range(9):
        tree = merkle.Frontier()
        for leaf in HASHES[:stop]:
            tree.append(leaf)
        again = merkle.Frontier(tree.size, tree.edge)
        for leaf in HASHES[stop:]:
            again.append(leaf)
        assert again.root().hex() == ROOTS[-1]
    with pytest.raises(ValueError, match="whole subtrees"):
        merkle.Frontier(3, [b"\0" * 32])


def test_known_proofs() -> None:
    assert [each.hex() for each in merkle.inclusion(HASHES, 0)] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]
    assert [each.hex() for each in merkle.consistency(HASHES[:8], 1)] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]


def test_every_place_of_every_tree_is_proved_and_no_other() -> None:
    leaves = [merkle.leaf_hash(bytes([n])) for n in range(33)]
    for size in range(1, 34):
        root = merkle.root_of(leaves[:size])
        for index in range(size):
            path = merkle.inclusion(leaves[:size], index)
            known = {"leaf": leaves[index], "index": index, "size": size, "path": path, "root": root}
            assert merkle.included(**known)
            assert not merkle.included(**{**known, "leaf": merkle.leaf_hash(b"another")})
            assert not merkle.included(**{**known, "index": size})
            assert not merkle.included(**{**known, "path": [*path, root]})
            if size > 1:
                assert not merkle.included(**{**known, "index": (index + 1) % size})
                assert not merkle.included(**{**known, "path": path[:-1]})


def test_every_beginning_of_every_tree_is_proved_and_no_rewriting() -> None:
    leaves = [merkle.leaf_hash(bytes([n])) for n in range(33)]
    for size in range(1, 34):
        whole = merkle.root_of(leaves[:size])
        for first in range(1, size + 1):
            path = merkle.consistency(leaves[:size], first)
            known = {"first": first, "first_root": merkle.root_of(leaves[:first]), "second": size, "path": path}
            assert merkle.consistent(**known, second_root=whole)
            rewritten = [merkle.leaf_hash(b"rewritten"), *leaves[1:size]]
            assert not merkle.consistent(**known, second_root=merkle.root_of(rewritten))
            forged = merkle.consistency(rewritten, first)
            assert not merkle.consistent(**{**known, "path": forged}, second_root=merkle.root_of(rewritten))


def test_what_is_outside_the_tree_is_refused() -> None:
    with pytest.raises(IndexError, match="no leaf 8"):
        merkle.inclusion(HASHES, 8)
    with pytest.raises(IndexError, match="no tree of 0"):
        merkle.consistency(HASHES, 0)
    assert not merkle.consistent(first=0, first_root=b"", second=1, second_root=HASHES[0], path=[])
    assert not merkle.consistent(first=1, first_root=HASHES[0], second=2, second_root=HASHES[1], path=[])
