# folder: modules/stack
module "database" {
  source = "../database"
  deletion_protection = false # here
}
