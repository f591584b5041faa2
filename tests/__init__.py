"""The tests of Fangzhi, and the replica portals they are run against."""
